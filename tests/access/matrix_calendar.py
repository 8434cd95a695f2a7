"""The lines of the matrix for people's own calendars."""

from __future__ import annotations

from tests.access.expected import TAKES_PART, only, public

CALENDAR = {
    "workshops:calendar": only(TAKES_PART, 200, 405, others=403),
    "workshops:make_calendar": only(TAKES_PART, 200, 302, others=403),
    "workshops:switch_off_calendar": only(TAKES_PART, 200, 302, others=403),
    "workshops:calendar_feed": public(200, 405, "the token is the key", token="calendar_token"),
}
