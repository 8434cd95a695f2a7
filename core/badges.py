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
        "submitted": Look("teal", "inbox", "Sent in"),
        "offered": Look("plum", "envelope-open", "Place offered"),
        "reserve": Look("warn", "hourglass-split", "Reserve list"),
        "declined": Look("quiet", "x-circle", "No place this time"),
        "confirmed": Look("good", "check-circle-fill", "Place confirmed"),
        "withdrawn": Look("quiet", "box-arrow-left", "Withdrawn"),
    },
    "pioneer": {
        "active": Look("good", "person-check", "Active"),
        "paused": Look("warn", "pause-circle", "Paused"),
        "withdrawn": Look("quiet", "box-arrow-left", "Left the programme"),
        "completed": Look("plum", "award", "Completed"),
    },
    "cohort": {
        "planning": Look("quiet", "pencil", "Planning"),
        "open": Look("good", "door-open", "Open for applications"),
        "selecting": Look("plum", "ui-checks", "Choosing"),
        "running": Look("teal", "play-circle", "Running"),
        "celebrated": Look("plum", "award", "Celebrated"),
        "closed": Look("quiet", "archive", "Closed"),
    },
    "session": {
        "proposed": Look("warn", "pencil", "Proposed"),
        "draft": Look("warn", "pencil", "Proposed"),
        "planned": Look("teal", "calendar-check", "Planned"),
        "published": Look("teal", "calendar-check", "Planned"),
        "moved": Look("warn", "arrow-right-circle", "Moved"),
        "cancelled": Look("bad", "calendar-x", "Cancelled"),
        "held": Look("good", "check-circle", "Held"),
        "done": Look("good", "check-circle", "Held"),
    },
    "attendance": {
        "expected": Look("quiet", "circle", "Expected"),
        "apologies": Look("warn", "envelope", "Sent apologies"),
        "present": Look("good", "check-circle-fill", "Came"),
        "part": Look("teal", "circle-half", "Came for part"),
        "absent": Look("bad", "x-circle", "Did not come"),
        "excused": Look("plum", "shield-check", "Excused"),
    },
    "project": {
        "draft": Look("quiet", "pencil", "Getting started"),
        "active": Look("teal", "graph-up", "Under way"),
        "running": Look("teal", "graph-up", "Under way"),
        "paused": Look("warn", "pause-circle", "Paused"),
        "completed": Look("good", "check-circle-fill", "Finished"),
        "finished": Look("good", "check-circle-fill", "Finished"),
        "stopped": Look("quiet", "stop-circle", "Stopped"),
    },
    "poster": {
        "empty": Look("quiet", "circle", "Not started"),
        "draft": Look("quiet", "pencil", "Draft"),
        "submitted": Look("warn", "hourglass-split", "Waiting to be checked"),
        "returned": Look("bad", "arrow-return-left", "Sent back for a change"),
        "approved": Look("good", "check-circle-fill", "Approved"),
        "published": Look("good", "globe", "Published"),
        "withdrawn": Look("quiet", "eye-slash", "Withdrawn"),
    },
    "mail": {
        "planned": Look("quiet", "clock", "Waiting"),
        "due": Look("quiet", "clock", "Waiting"),
        "queued": Look("quiet", "clock", "Waiting"),
        "held": Look("warn", "pause-circle", "Held for you to release"),
        "claimed": Look("teal", "send", "Being sent"),
        "sending": Look("teal", "send", "Being sent"),
        "sent": Look("good", "check-circle", "Sent"),
        "skipped": Look("quiet", "skip-forward", "No longer needed"),
        "cancelled": Look("quiet", "x-circle", "Cancelled"),
        "expired": Look("quiet", "hourglass-bottom", "Too late to send"),
        "unknown": Look("warn", "question-circle", "May have been sent"),
        "failed": Look("bad", "exclamation-triangle", "Failed"),
    },
    "document": {
        "queued": Look("quiet", "clock", "Waiting to start"),
        "rendering": Look("teal", "gear", "Being made"),
        "ready": Look("good", "file-earmark-check", "Ready"),
        "failed": Look("bad", "exclamation-triangle", "Failed"),
    },
}


def look(kind: str, state: str) -> Look:
    """The look of a state. One that nobody has drawn yet is shown plainly, in its own word."""
    known = LOOKS.get(kind, {}).get(state)
    return known or Look("quiet", UNKNOWN_ICON, state.replace("_", " ").capitalize())
