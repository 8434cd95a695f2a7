"""What workshops holds: learning sets, sessions, own actions."""

from __future__ import annotations

from cohorts.enums import Weekday
from reports.subject_data.kept import (
    CONFIDENCE,
    OPENS,
    OTHERS,
    SYSTEM,
    YOURS,
    Column,
    Kept,
    Section,
    add,
    add_impersonal,
    person,
)
from workshops.models import (
    Attendance,
    CalendarFeed,
    Commitment,
    FacilitatorDays,
    FeedbackGiven,
    KeepApart,
    LearningSet,
    Material,
    SetMembership,
)
from workshops.own_actions import text_of

add(
    Kept(
        SetMembership,
        Section.PROGRAMME,
        "Your learning sets",
        person("pioneer__person"),
        ("learning_set", "joined_on", "left_on"),
        {YOURS: "pioneer", CONFIDENCE: "reason"},
    ),
    Kept(
        Attendance,
        Section.PROGRAMME,
        "Your sessions",
        person("pioneer__person"),
        (
            Column("session", "Session", path="session.title"),
            Column("session", "Begins", path="session.starts_at"),
            "state",
            Column("reason", "Why not"),
            "came_late",
            Column("signed_in_at", "You pressed “I am here”"),
            "makes_up_for",
            Column("recorded_at", "Noted"),
        ),
        {YOURS: "pioneer", OTHERS: "recorded_by"},
        order="session__starts_at",
    ),
    Kept(
        Commitment,
        Section.PROGRAMME,
        "Your own actions: what you will do by the next set",
        person("pioneer__person"),
        (
            Column("sealed", "What you will do", value=text_of),
            Column("learning_set", "In"),
            Column("by_session", "By", path="by_session.title"),
            Column("made_at", "Written"),
            Column("shared_at", "Shared with the set"),
            Column("done_at", "Done"),
        ),
        {YOURS: "pioneer"},
        # Also those shared with the set: shared with the set, not with the programme's staff.
        only_you=True,
        order="made_at",
    ),
    Kept(
        FeedbackGiven,
        Section.PROGRAMME,
        "Sessions you gave feedback on (what you said is kept without your name)",
        person("pioneer__person"),
        (Column("session", "Session", path="session.title"),),
        {YOURS: "pioneer", SYSTEM: "shown"},
        # Feedback is anonymous: staff do not learn who gave any.
        only_you=True,
        order="session__starts_at",
    ),
    Kept(
        CalendarFeed,
        Section.MAILS,
        "Your private calendar",
        person("user"),
        ("made_at", Column("fetched_at", "Last fetched by your calendar")),
        {YOURS: "user", OPENS: "token_hash"},
    ),
    Kept(
        LearningSet,
        Section.ROLES,
        "Learning sets you lead",
        person("facilitator"),
        ("cohort", "name", "weekday", "starts", "ends", "place"),
        {YOURS: "facilitator"},
    ),
    Kept(
        FacilitatorDays,
        Section.ROLES,
        "Days on which you can lead a set",
        person("user"),
        (
            "cohort",
            Column(
                "weekdays",
                "Days",
                value=lambda row: [str(Weekday(day).label) for day in row.weekdays],
            ),
        ),
        {YOURS: "user"},
    ),
    Kept(
        Material,
        Section.ROLES,
        "Materials you added",
        person("added_by"),
        (
            Column("session", "Session", path="session.title"),
            *("title", "kind", "link", "file_name", "file", "added_at"),
        ),
        {YOURS: "added_by"},
        order="added_at",
    ),
    Kept(
        KeepApart,
        Section.PROGRAMME,
        "Who is not put in one learning set with you",
        person("one__person", "other__person"),
        (),
        {OTHERS: "cohort one other"},
    ),
)
add_impersonal(
    SYSTEM,
    {
        # A session is the same for all who come; who comes is Attendance.
        "workshops.Session": "cohort kind learning_set number title starts_at ends_at mode place "
        "online_link state note uid sequence changed_at register_taken_at",
        # Counts, not answers.
        "workshops.FeedbackTally": "session mark count shown",
        "workshops.TimetableWish": "cohort workshop_weekdays gap_days online_workshops "
        "online_meetings avoid",
        # Staff try things out in it; what becomes of it is SetMembership.
        "workshops.SetDraft": "cohort size placing made_at",
        "workshops.CompletionRule": "cohort workshops set_meetings celebration part_counts "
        "make_ups_count",
    },
)
add_impersonal(OPENS, {"workshops.SignInCode": "session code token made_at"})
