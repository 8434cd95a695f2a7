"""Cohorts: made, copied, changed and moved, each with who did it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from cohorts import services
from cohorts.enums import COHORT_MOVES, CohortState
from cohorts.models import Cohort
from core import clock
from core.errors import Refused
from core.models import AuditEvent
from pioneers.models import Criterion, Question
from tests import factories as make

pytestmark = pytest.mark.django_db


def dates(**changed):
    now, today = clock.now(), clock.today()
    return {
        "applications_open_at": now,
        "applications_close_at": now + timedelta(days=30),
        "starts_on": today + timedelta(days=60),
        "ends_on": today + timedelta(days=330),
        "celebration_on": today + timedelta(days=337),
        **changed,
    }


def create(**changed) -> Cohort:
    values = {"number": 41, "label": "2026/27", **dates(), **changed}
    by = values.pop("by", None) or make.staff()
    programme = values.pop("programme", None) or make.programme()
    return services.create_cohort(programme=programme, by=by, boroughs=[make.borough()], **values)


def test_a_new_cohort_is_being_planned_and_asks_the_default_questions():
    staff = make.staff()
    cohort = create(by=staff)
    assert cohort.state == CohortState.PLANNING
    assert [borough.name for borough in cohort.boroughs.all()] == ["Croydon"]
    keys = Question.objects.filter(cohort=cohort).values_list("key", flat=True)
    assert {"why_now", "challenge", "improvement", "access_needs"} <= set(keys)
    unseen = Question.objects.filter(cohort=cohort, for_reviewers=False)
    assert [question.key for question in unseen] == ["access_needs"]
    assert Criterion.objects.filter(cohort=cohort).exists()
    event = AuditEvent.objects.get(action="created cohort")
    assert (event.actor, event.subject_id) == (staff.email, str(cohort.pk))


def test_a_copy_has_the_counts_places_rules_funders_questions_and_criteria_of_its_source():
    source = create(
        places=34,
        workshop_count=5,
        set_count=6,
        set_meeting_count=8,
        workshop_weekday=1,
        workshop_starts=time(10),
        workshop_place="Wandle Room",
        settings=["older_nursing"],
        roles=["manager"],
    )
    funding = services.add_funding(
        source,
        funder=make.funder("Thames Fund"),
        places=12,
        credit_line="Kindly supported by the Thames Fund",
        boroughs=[make.borough("Sutton")],
        by=make.staff(),
    )
    Question.objects.filter(cohort=source, key="why_now").update(text="Why you?")
    Criterion.objects.filter(cohort=source).update(weight=3)
    copy = services.copy_cohort(source, by=make.staff(), number=42, label="2027/28", **dates())
    same = {name: getattr(copy, name) for name in services.COPIED}
    assert same == {name: getattr(source, name) for name in services.COPIED}
    assert list(copy.boroughs.all()) == list(source.boroughs.all())
    (copied,) = copy.fundings.all()
    assert copied.pk != funding.pk
    assert (copied.funder, copied.places, copied.credit_line) == (
        funding.funder,
        12,
        "Kindly supported by the Thames Fund",
    )
    assert [borough.name for borough in copied.boroughs.all()] == ["Sutton"]
    for model, fields in (
        (Question, ("key", "text", "kind", "required", "order")),
        (Criterion, ("title", "weight", "order")),
    ):
        asked = [
            list(model.objects.filter(cohort=one).values_list(*fields)) for one in (source, copy)
        ]
        assert asked[0] == asked[1] != []
    assert (copy.state, copy.number, source.number) == (CohortState.PLANNING, 42, 41)
    assert AuditEvent.objects.filter(action="created cohort").first().detail == {"copied_from": 41}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ends_on": date(2020, 1, 1)}, "The last day must come after the first day."),
        ({"celebration_on": date(2020, 1, 1)}, "The celebration cannot be before the first day."),
        ({"set_ends": time(9)}, "A session must end after it starts"),
        ({"workshop_ends": time(9)}, "A session must end after it starts"),
        ({"settings": []}, "Choose at least one care setting"),
        ({"roles": []}, "at least one care setting and one role"),
        ({"places": 0}, "A cohort needs at least one place."),
    ],
)
def test_a_cohort_that_makes_no_sense_is_refused_in_words(changed, words):
    with pytest.raises(Refused, match=words):
        create(**changed)
    assert Cohort.objects.filter(number=41).count() == 0


def test_applications_that_close_before_they_open_are_refused():
    now = clock.now()
    with pytest.raises(Refused, match="Applications must close after they open"):
        create(applications_open_at=now, applications_close_at=now - timedelta(days=1))


def test_a_number_is_used_once_in_a_programme_and_again_in_another():
    create()
    with pytest.raises(Refused, match="already a cohort with this number"):
        create()
    assert create(programme=make.another_programme()).number == 41


def test_a_change_records_which_fields_changed_and_no_others():
    cohort, staff = create(), make.staff()
    services.change_cohort(
        cohort, by=staff, places=20, label=cohort.label, boroughs=[make.borough("Sutton")]
    )
    cohort.refresh_from_db()
    assert (cohort.places, [b.name for b in cohort.boroughs.all()]) == (20, ["Sutton"])
    event = AuditEvent.objects.get(action="changed cohort")
    assert (event.actor, event.detail) == (staff.email, {"fields": ["boroughs", "places"]})


def test_a_refused_change_changes_nothing():
    cohort = create(places=30)
    with pytest.raises(Refused):
        services.change_cohort(cohort, by=make.staff(), places=20, ends_on=date(2020, 1, 1))
    assert Cohort.objects.get(pk=cohort.pk).places == 30


@pytest.mark.parametrize("to", CohortState.values)
@pytest.mark.parametrize("state", CohortState.values)
def test_a_cohort_moves_only_to_where_it_may(state, to):
    cohort = make.cohort(state=state)
    if to in COHORT_MOVES[state]:
        assert services.move_cohort(cohort, to=to, by=make.staff()).state == to
        detail = AuditEvent.objects.get(action="moved cohort").detail
        assert detail == {"from": state, "to": to}
    else:
        with pytest.raises(Refused, match="From there it can become"):
            services.move_cohort(cohort, to=to, by=make.staff())
        assert Cohort.objects.get(pk=cohort.pk).state == state


def test_a_call_takes_applications_only_while_it_is_open():
    now = clock.now()
    cohort = make.cohort(applications_open_at=now, applications_close_at=now + timedelta(days=1))
    moments = (now - timedelta(seconds=1), now, now + timedelta(days=1))
    taken = []
    for moment in moments:
        with clock.at(moment):
            taken.append((cohort.takes_applications, Cohort.objects.open_now().exists()))
    assert taken == [(False, False), (True, True), (False, False)]
    cohort.state = CohortState.PLANNING
    assert cohort.takes_applications is False


# --- Places that an earlier cohort did not use --------------------------------------------------
@pytest.fixture
def two_years():
    """A funder with 12 places on an earlier cohort, and the cohort after it."""
    earlier, later = make.cohort(), make.cohort()
    funder, by = make.funder("SWL"), make.staff()
    services.add_funding(earlier, funder=funder, places=12, credit_line="By SWL", by=by)

    def give(to=later, places=10, carried=2, carried_from=earlier, of=funder):
        return services.add_funding(
            to,
            funder=of,
            places=places,
            credit_line="By SWL",
            by=by,
            carried=carried,
            carried_from=carried_from,
        )

    return earlier, later, give


def test_places_carried_over_are_kept_with_where_they_are_from(two_years):
    earlier, later, give = two_years
    funding = give()
    assert (funding.places, funding.carried, funding.carried_from.cohort) == (10, 2, earlier)
    assert [row.cohort for row in earlier.fundings.get().carried_to.all()] == [later]
    event = AuditEvent.objects.filter(action="set funding").latest("pk")
    assert event.detail == {
        "cohort": later.number,
        "places": 10,
        "carried": 2,
        "from": earlier.number,
    }


def test_a_second_call_takes_back_what_was_carried(two_years):
    _, _, give = two_years
    give()
    funding = give(carried=0, carried_from=None)
    assert (funding.carried, funding.carried_from) == (0, None)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"carried": 0}, "both how many"),
        ({"carried_from": None}, "both how many"),
        ({"carried": 11}, "cannot be more than the 10 places"),
        ({"places": 20, "carried": 13}, "paid for 12 places"),
        ({"of": "another"}, "paid for no places"),
        ({"carried_from": "later"}, "from an earlier cohort"),
    ],
)
def test_what_cannot_be_carried_over_is_refused_in_words(changed, words, two_years):
    _, later, give = two_years
    if "of" in changed:
        changed = {"of": make.funder("Another")}
    if changed.get("carried_from") == "later":
        changed = {"carried_from": make.cohort()}
    with pytest.raises(Refused, match=words):
        give(**changed)
    assert list(later.fundings.all()) == []


def test_more_than_there_were_is_refused_however_many_cohorts_share_them(two_years):
    _, _, give = two_years
    give(places=20, carried=10)
    with pytest.raises(Refused, match="10 are carried over already"):
        give(to=make.cohort(), carried=3)
    assert give(places=20, carried=12).carried == 12


def test_a_funding_from_which_places_were_carried_stays(two_years):
    earlier, _, give = two_years
    give()
    with pytest.raises(Refused, match="carried over from here"):
        services.remove_funding(earlier.fundings.get(), by=make.staff())


def test_a_copied_cohort_carries_nothing_over_by_itself(two_years):
    _, later, give = two_years
    give()
    copy = services.copy_cohort(later, by=make.staff(), number=90, label="2031/32", **dates())
    funding = copy.fundings.get()
    assert (funding.places, funding.carried, funding.carried_from) == (10, 0, None)


def test_the_settings_say_what_was_carried_and_take_it(two_years, client):
    earlier, later, _ = two_years
    client.force_login(make.administrator())
    url = reverse("cohorts:add_funding", args=[later.pk])
    asked = {
        "funder": earlier.fundings.get().funder_id,
        "places": 10,
        "credit_line": "By SWL",
        "carried": 2,
        "carried_from": earlier.pk,
    }
    assert client.post(url, asked).status_code == 302
    pages = [
        client.get(reverse("cohorts:edit_cohort", args=[one.pk])).content.decode()
        for one in (later, earlier)
    ]
    assert f"2 carried over from {earlier}" in pages[0]
    assert f"2 of them carried over to {later}" in pages[1]
