"""The import as a change of what is held here: created, updated, unchanged, skipped."""

import time
from datetime import date

import pytest

from cohorts.models import Borough
from core import people
from core.errors import Refused
from core.models import AuditEvent
from pioneers.models import CareHome, RegisterImport
from pioneers.register import NotARegister
from pioneers.register.values import NAME_WITHHELD
from pioneers.services.register import import_register
from tests.pioneers.register_files import (
    MONTHLY,
    SOUTH_LONDON_2021,
    WEEKLY_HOME,
    home,
    ods_row,
    table,
    write_csv,
    write_monthly_ods,
    write_weekly,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    return people.system()


@pytest.fixture
def read_in(tmp_path, clock):
    """Import rows in the monthly layout."""

    def run(*rows, columns=MONTHLY, **options):
        return import_register(
            write_csv(tmp_path / "a.csv", table(rows, columns)), by=clock, **options
        )

    return run


@pytest.fixture
def read_in_weekly(tmp_path, clock):
    def run(**changes):
        path = write_weekly(tmp_path / "weekly.csv", [WEEKLY_HOME | changes])
        return import_register(path, by=clock)

    return run


def everything():
    return list(CareHome.objects.order_by("pk").values())


def test_every_field_of_a_new_home(read_in):
    report = read_in(home())
    record = RegisterImport.objects.get()
    (row,) = CareHome.objects.values()
    times = {row.pop("created_at"), row.pop("updated_at")}
    assert len(times) == 1
    row.pop("id")
    assert row == {
        "location_id": "1-1000001",
        "name": "Larch House",
        "provider_id": "1-2000001",
        "provider_name": "Larch Care Limited",
        "brand": "Larch Care",
        "address": "12 Larch Road, Purley",
        "city": "Croydon",
        "postcode": "CR8 2LF",
        "borough_id": Borough.objects.get(name="Croydon").pk,
        "local_authority": "Croydon",
        "region": "London",
        "beds": 42,
        "is_care_home": True,
        "with_nursing": False,
        "without_nursing": True,
        "supported_living": False,
        "bands": ["dementia", "older_people"],
        "rating": "Good",
        "rating_on": date(2017, 10, 24),
        "registered_on": date(2010, 11, 16),
        "dormant": False,
        "dual_registered": False,
        "telephone": "02085550100",
        "website": "www.larch.example",
        "first_seen_in_id": record.pk,
        "last_seen_in_id": record.pk,
        "missing_since_id": None,
        "succeeded_by_id": None,
        "name_key": "larch house",
        "provider_key": "larch care limited",
        "postcode_key": "CR82LF",
    }
    assert report.counts() == {"created": 1, "updated": 0, "unchanged": 0, "skipped": 0}


def test_the_second_run_changes_no_field_but_where_the_home_was_last_seen(read_in):
    read_in(home())
    before = everything()
    report = read_in(home())
    first, second = RegisterImport.objects.order_by("pk")
    assert report.counts() == {"created": 0, "updated": 0, "unchanged": 1, "skipped": 0}
    assert everything() == [before[0] | {"last_seen_in_id": second.pk}]
    assert before[0]["first_seen_in_id"] == first.pk


def test_an_update_names_old_and_new_of_what_changed_and_of_nothing_else(read_in):
    read_in(home())
    report = read_in(home(beds="45", **{"Location Latest Overall Rating": "Outstanding"}))
    (update,) = report.updates
    assert (update.line, update.location_id) == (2, "1-1000001")
    assert update.changes == {"beds": (42, 45), "rating": ("Good", "Outstanding")}
    held = CareHome.objects.get()
    assert (held.beds, held.rating) == (45, "Outstanding")
    assert held.updated_at > held.created_at


def test_a_home_that_lost_its_rating_loses_the_date_of_it(read_in):
    read_in(home())
    read_in(home(**{"Location Latest Overall Rating": "", "Publication Date": ""}))
    held = CareHome.objects.get()
    assert (held.rating, held.rating_on) == ("", None)


def test_a_new_provider_gives_a_new_location_id_and_a_new_home_that_follows_the_old(read_in):
    read_in(home(id="1-259940364"))
    report = read_in(home(id="1-19896988775"))
    assert (report.created, report.not_in_file) == (1, 0)
    assert list(CareHome.objects.values_list("location_id", "succeeded_by__location_id")) == [
        ("1-19896988775", None),
        ("1-259940364", "1-19896988775"),
    ]


def test_homes_that_share_a_name_are_never_joined(read_in):
    read_in(home(name="York Road"), home(id="1-2", name="York Road", postcode="SM1 1AA"))
    assert sorted(CareHome.objects.values_list("location_id", "name")) == [
        ("1-1000001", "York Road"),
        ("1-2", "York Road"),
    ]


def test_a_home_that_left_the_file_is_counted_and_left_as_it_was(read_in):
    read_in(home(), home(id="1-2"))
    before = CareHome.objects.values().get(location_id="1-2")
    report = read_in(home())
    assert report.not_in_file == 1
    assert CareHome.objects.values().get(location_id="1-2") == before


def test_what_a_file_does_not_say_or_cannot_say_is_left_as_it_was(read_in):
    read_in(home())
    columns = [name for name in MONTHLY if name != "Location Latest Overall Rating"]
    report = read_in(home(beds="many"), columns=columns)
    assert [note.words for note in report.notes] == ["The number of beds cannot be read: many"]
    held = CareHome.objects.get()
    assert (held.rating, held.rating_on, held.beds) == ("Good", date(2017, 10, 24), 42)
    assert report.unchanged == 1


def test_text_longer_than_its_column_is_cut_and_stays_unchanged_the_next_time(read_in):
    long = home(**{"Location Web Address": "www." + "a" * 400})
    read_in(long)
    assert len(CareHome.objects.get().website) == 200
    assert read_in(long).unchanged == 1


# --- Scope -------------------------------------------------------------------------------------


def test_only_homes_of_the_boroughs_are_taken(read_in):
    report = read_in(home(), home(id="1-2", borough="Kent"), home(id="1-3", borough="Bexley"))
    assert sorted(CareHome.objects.values_list("location_id", "borough__name")) == [
        ("1-1000001", "Croydon"),
        ("1-3", "Bexley"),
    ]
    assert [(skip.line, skip.reason) for skip in report.skips] == [
        (3, "Not in one of the programme's boroughs")
    ]


def test_fewer_boroughs_may_be_asked_for(read_in):
    asked = Borough.objects.filter(name="Bexley")
    report = read_in(home(), home(id="1-3", borough="Bexley"), boroughs=asked)
    assert list(CareHome.objects.values_list("location_id", flat=True)) == ["1-3"]
    assert report.skipped == 1


def test_without_any_borough_nothing_is_read(read_in):
    with pytest.raises(Refused) as refused:
        read_in(home(), boroughs=Borough.objects.none())
    assert str(refused.value) == (
        "Add the programme's boroughs first: homes are taken from them only."
    )
    assert RegisterImport.objects.count() == 0


# --- Monthly and weekly in turn ----------------------------------------------------------------


def test_the_weekly_file_keeps_what_only_the_monthly_file_knows(read_in, read_in_weekly):
    read_in(home())
    before = everything()[0]
    report = read_in_weekly()
    assert report.counts() == {"created": 0, "updated": 0, "unchanged": 1, "skipped": 0}
    after = everything()[0]
    assert after == before | {"last_seen_in_id": after["last_seen_in_id"]}


def test_monthly_and_weekly_in_turn_settle(read_in, read_in_weekly):
    read_in_weekly()
    assert read_in(home()).updated == 1
    assert read_in_weekly().unchanged == 1
    assert read_in(home()).unchanged == 1


def test_the_weekly_file_gives_a_new_home_its_address_and_leaves_the_rest_unknown(read_in_weekly):
    read_in_weekly()
    held = CareHome.objects.get()
    assert (held.address, held.city) == ("12 Larch Road, Purley, Croydon", "")
    assert (held.beds, held.rating, held.registered_on) == (None, "", None)


def test_the_weekly_file_moves_a_home_whose_postcode_changed(read_in, read_in_weekly):
    read_in(home())
    read_in_weekly(Postcode="CR0 1AA", Address="1 New Road,Croydon")
    held = CareHome.objects.get()
    assert (held.address, held.city, held.postcode) == ("1 New Road, Croydon", "", "CR0 1AA")
    assert read_in_weekly(Postcode="CR0 1AA", Address="1 New Road,Croydon").unchanged == 1


def test_the_weekly_file_does_not_bring_back_the_name_of_a_person(read_in, read_in_weekly):
    read_in(home(**{"Provider Ownership Type": "Individual", "Provider Name": "A Person"}))
    read_in_weekly(**{"Provider name": "A Person"})
    assert CareHome.objects.get().provider_name == NAME_WITHHELD


# --- One transaction, one trace ----------------------------------------------------------------


def test_an_import_leaves_one_record_and_one_audit_event(read_in, clock):
    counts = {"created": 1, "updated": 0, "unchanged": 0, "skipped": 1}
    read_in(home(), home(id="1-2", borough="Kent"))
    record = RegisterImport.objects.get()
    assert (record.file_name, record.produced_on, record.imported_by) == (
        "a.csv",
        None,
        clock.email,
    )
    assert {name: getattr(record, name) for name in counts} == counts
    event = AuditEvent.objects.get(action="imported CQC's register")
    assert (event.actor, event.subject_id, event.detail) == (clock.email, str(record.pk), counts)


def test_the_record_keeps_the_date_that_the_file_states(tmp_path, clock):
    import_register(write_weekly(tmp_path / "w.csv", [WEEKLY_HOME]), by=clock)
    assert RegisterImport.objects.get().produced_on == date(2026, 7, 15)


def test_a_dry_run_tells_the_same_and_writes_nothing(read_in):
    read_in(home(), home(id="1-2"))
    before, events = everything(), AuditEvent.objects.count()
    rows = [home(), home(id="1-2", beds="50"), home(id="1-3"), home(id="")]
    dry = read_in(*rows, dry_run=True)
    assert everything() == before
    assert (RegisterImport.objects.count(), AuditEvent.objects.count()) == (1, events)
    real = read_in(*rows)
    assert dry.counts() == real.counts()
    assert dry.counts() == {"created": 1, "updated": 1, "unchanged": 1, "skipped": 1}


def test_a_wrong_file_changes_nothing(tmp_path, read_in, clock):
    read_in(home())
    before, events = everything(), AuditEvent.objects.count()
    path = tmp_path / "b.csv"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(NotARegister):
        import_register(path, by=clock)
    assert everything() == before
    assert (RegisterImport.objects.count(), AuditEvent.objects.count()) == (1, events)


def test_a_file_that_breaks_off_after_a_thousand_good_rows_changes_nothing(tmp_path, clock):
    rows = [ods_row(cells) for cells in table(home(id=f"1-{n}") for n in range(1000))]
    path = write_monthly_ods(tmp_path / "a.ods", [*rows, "</table:never-opened>"])
    with pytest.raises(NotARegister):
        import_register(path, by=clock)
    assert (CareHome.objects.count(), RegisterImport.objects.count()) == (0, 0)


# --- The real register -------------------------------------------------------------------------


def test_the_609_homes_import_in_under_ten_seconds_and_then_are_609_unchanged(clock):
    started = time.monotonic()
    first = import_register(SOUTH_LONDON_2021, by=clock)
    seconds = time.monotonic() - started
    second = import_register(SOUTH_LONDON_2021, by=clock)
    assert first.counts() == {"created": 609, "updated": 0, "unchanged": 0, "skipped": 0}
    assert second.counts() == {"created": 0, "updated": 0, "unchanged": 609, "skipped": 0}
    assert first.notes == []
    assert seconds < 10
    assert CareHome.objects.filter(borough=None).count() == 0


def test_a_second_run_asks_a_few_questions_per_batch_and_none_per_home(
    clock, django_assert_max_num_queries
):
    import_register(SOUTH_LONDON_2021, by=clock)
    with django_assert_max_num_queries(18):
        import_register(SOUTH_LONDON_2021, by=clock)
