"""Cohorts: made, copied, changed and moved, each with who did it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

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
