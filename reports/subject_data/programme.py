"""What cohorts, pioneers and reports hold of people: their roles, places and mentoring."""

from __future__ import annotations

from cohorts.enums import CareSetting
from cohorts.models import FunderContact, StaffMembership
from pioneers.enums import MentorArea
from pioneers.models import (
    HomePause,
    Mentor,
    MentorMeeting,
    Pairing,
    PairingProposal,
    Pioneer,
    RegisterImport,
    RegisterUpload,
    Successor,
)
from reports.models import Certificate
from reports.subject_data.kept import (
    CONFIDENCE,
    OTHERS,
    SYSTEM,
    TWICE,
    YOURS,
    Column,
    Kept,
    Section,
    add,
    add_impersonal,
    address,
    labels,
    person,
)

add(
    Kept(
        StaffMembership,
        Section.ROLES,
        "Programmes you work for",
        person("user"),
        ("programme", "level", "joined_on", "left_on"),
        {YOURS: "user"},
    ),
    Kept(
        FunderContact,
        Section.ROLES,
        "Funders you speak for",
        person("user"),
        ("funder", "joined_on", "left_on"),
        {YOURS: "user"},
    ),
    Kept(
        RegisterImport,
        Section.ROLES,
        "Registers you read in",
        address("imported_by"),
        ("file_name", "imported_at"),
        {
            YOURS: "imported_by",
            SYSTEM: "produced_on created updated unchanged skipped missing returned linked "
            "whole_for",
        },
    ),
    Kept(
        RegisterUpload,
        Section.ROLES,
        "Registers you sent",
        person("uploaded_by"),
        ("file_name", "uploaded_at", "state"),
        {
            YOURS: "uploaded_by",
            # CQC's own file of homes, and deleted once it is read.
            SYSTEM: "file preview error lines_read attempts lease_until register_import",
        },
    ),
    Kept(
        Successor,
        Section.ROLES,
        "Homes you said are, or are not, the same place",
        person("decided_by"),
        ("old", "new", "state", "decided_at"),
        {YOURS: "decided_by", SYSTEM: "register_import"},
    ),
    Kept(
        Pioneer,
        Section.PROGRAMME,
        "Your place",
        person("person"),
        (
            *("cohort", "home", "role", "setting", "state", "joined_at"),
            Column(
                "mentor_wishes",
                "What you would like a mentor to help with",
                value=lambda row: labels(MentorArea, row.mentor_wishes),
            ),
        ),
        {YOURS: "person", TWICE: "application"},
    ),
    Kept(
        HomePause,
        Section.PROGRAMME,
        "Pauses of your place, and those that you began",
        person("pioneer__person", "started_by"),
        ("home", "reason", "starts_on", "ends_on", "started_at"),
        {YOURS: "pioneer", OTHERS: "started_by", SYSTEM: "end_told_at"},
    ),
    Kept(
        Certificate,
        Section.PROGRAMME,
        "Your certificate",
        person("pioneer__person"),
        (
            "issued_at",
            Column("code", "Code on it", value=lambda row: row.printed_code),
            Column("facts", "What you completed"),
        ),
        {YOURS: "pioneer", OTHERS: "issued_by"},
    ),
    Kept(
        Mentor,
        Section.MENTORING,
        "You as a mentor",
        person("user"),
        (
            *("programme", "capacity", "provider_name", "provider_id", "borough"),
            Column(
                "settings",
                "Care settings you know",
                value=lambda row: labels(CareSetting, row.settings),
            ),
            Column(
                "areas", "What you can help with", value=lambda row: labels(MentorArea, row.areas)
            ),
            "left_on",
        ),
        {YOURS: "user"},
    ),
    Kept(
        Pairing,
        Section.MENTORING,
        "Your mentors",
        person("pioneer__person"),
        (Column("mentor", "Mentor", path="mentor.user.name"), "started_on", "ended_on"),
        {YOURS: "pioneer", CONFIDENCE: "end_reason"},
    ),
    Kept(
        Pairing,
        Section.MENTORING,
        "Pioneers you mentored",
        person("mentor__user"),
        (
            *("started_on", "ended_on"),
            Column("pioneer", "Of", path="pioneer.cohort"),
        ),
        {YOURS: "mentor", CONFIDENCE: "end_reason"},
    ),
    Kept(
        PairingProposal,
        Section.MENTORING,
        "A pair that was suggested and not yet made",
        person("pioneer__person", "mentor__user"),
        (),
        {CONFIDENCE: "mentor pioneer reasons made_at"},
    ),
    Kept(
        MentorMeeting,
        Section.MENTORING,
        "Meetings with your mentor, or with those you mentor",
        person("pairing__pioneer__person", "pairing__mentor__user"),
        ("met_on", "recorded_at"),
        {YOURS: "pairing", OTHERS: "recorded_by"},
    ),
)
add_impersonal(
    SYSTEM,
    {
        "cohorts.Borough": "code name icb_code icb_name",
        "cohorts.Programme": "name slug run_by tagline description aims",
        "cohorts.Programme_boroughs": "programme borough",
        "cohorts.Cohort": "programme number label state applications_open_at "
        "applications_close_at starts_on ends_on celebration_on places settings roles "
        "workshop_count set_meeting_count set_count workshop_weekday workshop_starts "
        "workshop_ends workshop_place set_starts set_ends foreword",
        "cohorts.Cohort_boroughs": "cohort borough",
        "cohorts.Funder": "name short_name",
        "cohorts.Funding": "cohort funder places carried carried_from credit_line",
        "cohorts.Funding_boroughs": "funding borough",
        "cohorts.MailRule": "cohort key is_on days at",
        "pioneers.CareHome": "location_id name provider_id provider_name brand address city "
        "postcode borough local_authority region beds is_care_home with_nursing without_nursing "
        "supported_living bands rating rating_on registered_on dormant dual_registered telephone "
        "website first_seen_in last_seen_in missing_since succeeded_by name_key provider_key "
        "postcode_key created_at updated_at",
        "pioneers.HomeChange": "register_import home kind old new",
        # Counts with the small ones hidden: nobody can be found in them.
        "reports.FunderSummary": "programme funder title figures issued_at issued_by",
    },
)
