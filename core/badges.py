"""How each state looks: a tone, an icon and a word. Never colour alone."""

from typing import NamedTuple


class Look(NamedTuple):
    """Tone is one of good, warn, bad, teal, plum, quiet; icon is a Bootstrap icon's name."""

    tone: str
    icon: str
    word: str


UNKNOWN_ICON = "circle"

LOOKS: dict[str, dict[str, Look]] = {
    "application": {
        "draft": Look("quiet", "pencil", "Draft"),
        "submitted": Look("teal", "inbox", "Submitted"),
        "offered": Look("plum", "envelope-open", "Offered a place"),
        "reserve": Look("warn", "hourglass-split", "On the reserve list"),
        "declined": Look("quiet", "x-circle", "Not offered a place"),
        "confirmed": Look("good", "check-circle-fill", "Place confirmed"),
        "withdrawn": Look("quiet", "box-arrow-left", "Withdrawn"),
        "lapsed": Look("warn", "hourglass-bottom", "Offer ran out"),
    },
    "release": {
        "asked": Look("quiet", "envelope", "Asked"),
        "agreed": Look("good", "check-circle", "Promised"),
        "concern": Look("bad", "exclamation-triangle", "Concern"),
    },
    "decision": {
        "offer": Look("plum", "envelope-open", "Offer a place"),
        "reserve": Look("warn", "hourglass-split", "Reserve list"),
        "decline": Look("quiet", "x-circle", "Do not offer a place"),
    },
    "pioneer": {
        "active": Look("good", "person-check", "Taking part"),
        "paused": Look("warn", "pause-circle", "Paused"),
        "withdrawn": Look("quiet", "box-arrow-left", "Withdrawn"),
        "completed": Look("plum", "award", "Completed"),
    },
    "completion": {
        "meets": Look("good", "check-circle-fill", "All that is asked"),
        "on_track": Look("quiet", "circle", "On the way"),
        "behind": Look("warn", "exclamation-circle", "Behind"),
    },
    "pause": {"paused": Look("plum", "shield-check", "Home paused")},
    "pair": {"quiet": Look("warn", "hourglass-split", "Quiet")},
    "cohort": {
        "planning": Look("quiet", "pencil", "Being planned"),
        "open": Look("good", "door-open", "Open for applications"),
        "selecting": Look("plum", "ui-checks", "Choosing the cohort"),
        "running": Look("teal", "play-circle", "Running"),
        "celebrated": Look("plum", "award", "Celebrated"),
        "closed": Look("quiet", "archive", "Closed"),
    },
    "session": {
        "proposed": Look("warn", "pencil", "Proposed, not published"),
        "published": Look("teal", "calendar-check", "Published"),
        "cancelled": Look("bad", "calendar-x", "Cancelled"),
    },
    "change": {
        "better": Look("good", "arrow-up-circle", "Better"),
        "same": Look("quiet", "dash-circle", "Neither better nor worse"),
        "worse": Look("warn", "arrow-down-circle", "Worse"),
    },
    "attendance": {
        "expected": Look("quiet", "circle", "Expected"),
        "apologies": Look("warn", "envelope", "Sent apologies"),
        "present": Look("good", "check-circle-fill", "Present"),
        "part": Look("teal", "circle-half", "Part of it"),
        "absent": Look("bad", "x-circle", "Absent"),
        "excused": Look("plum", "shield-check", "Excused"),
    },
    "report": {
        "answered": Look("good", "check-circle-fill", "Answered"),
        "skipped": Look("plum", "shield-check", "Skipped"),
        "late": Look("warn", "exclamation-circle", "Late"),
        "due": Look("teal", "chat-square-text", "Due"),
        "coming": Look("quiet", "circle", "To come"),
    },
    "poster": {
        "draft": Look("quiet", "pencil", "Being written"),
        "submitted": Look("warn", "hourglass-split", "With the programme team"),
        "changes_asked": Look("bad", "arrow-return-left", "Changes asked for"),
        "approved": Look("good", "check-circle-fill", "Approved"),
    },
    "mail": {
        "held": Look("warn", "pause-circle", "Waiting for staff"),
        "due": Look("quiet", "clock", "Waiting to go"),
        "claimed": Look("teal", "send", "Being sent"),
        "sending": Look("teal", "send", "With the mail server"),
        "sent": Look("good", "check-circle", "Sent"),
        "cancelled": Look("quiet", "x-circle", "Cancelled"),
        "expired": Look("quiet", "hourglass-bottom", "Too late to send"),
        "unknown": Look("warn", "question-circle", "May or may not have gone"),
        "failed": Look("bad", "exclamation-triangle", "Could not be sent"),
        "bounced": Look("bad", "arrow-return-left", "Came back"),
        "folded": Look("quiet", "envelope-paper", "Sent together with others"),
    },
    "stage": {
        "started": Look("quiet", "flag", "Started"),
        "aimed": Look("quiet", "bullseye", "Aim is whole"),
        "measuring": Look("teal", "graph-up", "Measuring"),
        "testing": Look("teal", "arrow-repeat", "Testing changes"),
        "learning": Look("plum", "lightbulb", "Learning from tests"),
        "improving": Look("good", "graph-up-arrow", "Change seen"),
        "ended": Look("plum", "flag-fill", "Finished"),
    },
    "idea": {
        "not_tried": Look("quiet", "circle", "Not tried yet"),
        "trying": Look("teal", "arrow-repeat", "Being tried"),
        "adopted": Look("good", "check-circle-fill", "Adopted"),
        "adapted": Look("warn", "pencil", "Adapted"),
        "abandoned": Look("quiet", "x-circle", "Abandoned"),
    },
    "document": {
        "queued": Look("quiet", "clock", "Waiting"),
        "rendering": Look("teal", "gear", "Being made"),
        "ready": Look("good", "file-earmark-check", "Ready"),
        "failed": Look("bad", "exclamation-triangle", "Could not be made"),
    },
}


def look(kind: str, state: str) -> Look:
    """The look of a state. One that nobody has drawn yet is shown plainly, in its own word."""
    known = LOOKS.get(kind, {}).get(state)
    return known or Look("quiet", UNKNOWN_ICON, state.replace("_", " ").capitalize())
