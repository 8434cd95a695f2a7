"""What the clock on the wall in London shows, and the moment in time that it means.

Sessions and reminders belong to the wall clock: a set that meets at 10:00 meets at 10:00 on
both sides of a clock change. Add days here, never by adding hours to a moment.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def at(day: date, wall_time: time) -> datetime:
    """The moment when clocks in London show `wall_time` on `day`.

    In spring an hour is skipped: a time within it is taken as if the clocks had not changed
    yet, so 01:30 becomes 02:30. In autumn an hour happens twice: the first one is meant.
    """
    if wall_time.tzinfo is not None:
        raise ValueError("Give the time as the clock on the wall shows it, without a time zone.")
    written = datetime.combine(day, wall_time.replace(fold=0), tzinfo=LONDON)
    # Through UTC and back, so that a skipped time comes out as one that clocks do show.
    return written.astimezone(UTC).astimezone(LONDON)


def to_local(moment: datetime) -> datetime:
    """The same moment, as clocks in London show it."""
    if moment.tzinfo is None:
        raise ValueError("This moment has no time zone, so London's clock cannot be read.")
    return moment.astimezone(LONDON)


def days_before(moment: datetime, days: int, *, wall_time: time | None = None) -> datetime:
    """`days` before the day of `moment`, at `wall_time`, or else at the same time of day.

    One day before 10:00 is 10:00 the day before, also when 23 or 25 hours lie between.
    """
    local = to_local(moment)
    day = local.date() - timedelta(days=days)
    return at(day, local.time() if wall_time is None else wall_time)


def in_words(day: date) -> str:
    """The date as people here write it: Wednesday 23 July 2025."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"
