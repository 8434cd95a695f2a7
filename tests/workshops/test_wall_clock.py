"""London's wall clock, against the clock changes of 2024 to 2027."""

import csv
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops import wall_clock

SOURCE = Path(__file__).parent / "data" / "dst_europe_london_2024_2027.csv"
with SOURCE.open(encoding="utf-8") as lines:
    CHANGES = [
        datetime.fromisoformat(row["utc_instant"])
        for row in csv.DictReader(line for line in lines if not line.startswith("#"))
    ]
FORWARD = [moment for moment in CHANGES if moment.month == 3]
BACK = [moment for moment in CHANGES if moment.month == 10]


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def test_the_table_holds_one_change_each_way_for_every_year():
    assert [moment.year for moment in FORWARD] == [2024, 2025, 2026, 2027]
    assert [moment.year for moment in BACK] == [2024, 2025, 2026, 2027]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_offset_changes_at_the_second_of_the_table(change):
    before = wall_clock.to_local(change - timedelta(seconds=1)).utcoffset()
    after = wall_clock.to_local(change).utcoffset()
    summer, winter = timedelta(hours=1), timedelta(0)
    assert (before, after) == ((winter, summer) if change.month == 3 else (summer, winter))


@pytest.mark.parametrize("change", FORWARD, ids=str)
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("00:59", "00:59"),
        ("01:00", "02:00"),
        ("01:30", "02:30"),
        ("01:59", "02:59"),
        ("02:00", "02:00"),
    ],
)
def test_a_skipped_time_is_shown_an_hour_later(change, asked, shown):
    found = wall_clock.at(change.date(), time.fromisoformat(asked))
    assert found.strftime("%H:%M") == shown
    # It is a time that clocks do show: through UTC and back it stays the same.
    assert wall_clock.to_local(utc(found)).strftime("%H:%M") == shown


@pytest.mark.parametrize("change", BACK, ids=str)
def test_a_time_that_happens_twice_means_the_first(change):
    assert utc(wall_clock.at(change.date(), time(1, 30))) == change - timedelta(minutes=30)
    assert utc(wall_clock.at(change.date(), time(1, 30, fold=1))) == change - timedelta(minutes=30)
    assert utc(wall_clock.at(change.date(), time(2))) == change + timedelta(hours=1)


@pytest.mark.parametrize(
    ("change", "hours"), [(FORWARD[1], 23), (BACK[1], 25)], ids=["forward", "back"]
)
def test_one_day_before_is_the_same_time_of_day_over_a_clock_change(change, hours):
    session = wall_clock.at(change.date(), time(10))
    reminder = wall_clock.days_before(session, 1)
    assert reminder.strftime("%Y-%m-%d %H:%M") == f"{change.date() - timedelta(days=1)} 10:00"
    assert utc(session) - utc(reminder) == timedelta(hours=hours)


def test_days_before_counts_from_the_london_day_of_a_moment_in_utc():
    # 23:30 in UTC on 30 June is half past midnight on 1 July in London.
    moment = datetime(2025, 6, 30, 23, 30, tzinfo=UTC)
    found = wall_clock.days_before(moment, 7, wall_time=time(9))
    assert utc(found) == datetime(2025, 6, 24, 8, tzinfo=UTC)


def test_days_before_at_a_skipped_time_is_an_hour_later():
    session = wall_clock.at(date(2025, 3, 31), time(10))
    found = wall_clock.days_before(session, 1, wall_time=time(1, 15))
    assert utc(found) == datetime(2025, 3, 30, 1, 15, tzinfo=UTC)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        wall_clock.to_local(datetime(2025, 7, 1, 10))


def test_a_wall_time_with_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="without a time zone"):
        wall_clock.at(date(2025, 7, 1), time(10, tzinfo=UTC))


def test_dates_are_written_in_full():
    assert wall_clock.in_words(date(2025, 7, 23)) == "Wednesday 23 July 2025"
    assert wall_clock.in_words(date(2026, 3, 1)) == "Sunday 1 March 2026"


@given(
    day=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    wall_time=st.times(time(7), time(20)),
    days=st.integers(0, 60),
)
def test_in_waking_hours_the_wall_clock_is_kept_on_any_day(day, wall_time, days):
    moment = wall_clock.at(day, wall_time)
    earlier = wall_clock.days_before(utc(moment), days)
    assert (earlier.date(), earlier.time()) == (day - timedelta(days=days), wall_time)
