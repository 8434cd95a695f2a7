"""Who reads, who must not, and what follows: allotting, conflicts, weights, two at once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from core import clock
from core.errors import Refused
from core.models import AuditEvent, OutboundEmail
from pioneers.models import Application, Assignment, ConflictOfInterest, Reviewer
from pioneers.reading_mails import plan_reading_reminders
from pioneers.services import criteria, readers, reviewing
from tests import factories as make
from tests.pioneers.reading import reading_cohort, reviewer, scores

pytestmark = pytest.mark.django_db
PLAN = {"blind": False, "reviews_each": 2, "read_by": None, "disagreement": 1.5}


@pytest.fixture
def cohort():
    return reading_cohort()


def numbers(row):
    row = Application.objects.get(pk=row.pk)
    return row.review_count, row.median, row.spread


def given(user):
    return set(Assignment.objects.filter(reviewer__user=user).values_list("application", flat=True))


def test_allotted_evenly_and_pressed_twice_nothing_changes(cohort):
    by = make.staff()
    people = [reviewer(cohort) for _ in range(3)]
    for _ in range(7):
        make.application(cohort)
    make.application(cohort, state="draft")
    readers.allot(cohort, by=by)
    rows = list(Assignment.objects.values_list("pk", "application", "reviewer"))
    assert sorted(len(given(user)) for user in people) == [4, 5, 5]
    assert readers.allot(cohort, by=by) == 0
    assert list(Assignment.objects.values_list("pk", "application", "reviewer")) == rows


def test_what_an_ended_reviewer_had_not_read_goes_to_the_others(cohort):
    by = make.staff()
    leaves, *stay = [reviewer(cohort) for _ in range(3)]
    applications = [make.application(cohort) for _ in range(3)]
    readers.allot(cohort, by=by)
    read = Application.objects.get(pk=min(given(leaves)))
    reviewing.review(read, by=leaves, scores=scores(read, 4))
    readers.end_reviewer(Reviewer.objects.get(user=leaves), by=by)
    per_application = Counter(pk for user in stay for pk in given(user))
    wanted = {row.pk: 1 if row == read else 2 for row in applications}
    assert per_application == wanted
    assert numbers(read) == (1, 4.0, 0.0)


def test_a_conflict_puts_the_review_aside_and_the_application_goes_to_somebody_else(cohort):
    by = make.staff()
    people = [reviewer(cohort) for _ in range(3)]
    row = make.application(cohort)
    readers.allot(cohort, by=by)
    me, other = [user for user in people if row.pk in given(user)]
    [third] = [user for user in people if row.pk not in given(user)]
    reviewing.review(row, by=me, scores=scores(row, 1))
    reviewing.review(row, by=other, scores=scores(row, 4))
    assert numbers(row) == (2, 2.5, 3.0)
    readers.declare_conflict(row, by=me, reason="My cousin")
    assert numbers(row) == (1, 4.0, 0.0)
    assert [row.pk in given(user) for user in (me, other, third)] == [False, True, True]
    assert row.reviews.count() == 2
    with pytest.raises(Refused, match="should not read"):
        reviewing.review(row, by=me, scores=scores(row, 5))
    readers.take_back_conflict(ConflictOfInterest.objects.get(), by=by)
    assert numbers(row) == (2, 2.5, 3.0)


def test_a_conflict_declared_twice_is_one(cohort):
    me, row = reviewer(cohort), make.application(cohort)
    for _ in range(2):
        readers.declare_conflict(row, by=me)
    assert ConflictOfInterest.objects.count() == 1
    assert AuditEvent.objects.filter(action="declared a conflict of interest").count() == 1


def test_a_connection_covers_the_home_or_the_whole_provider_and_drafts_too(cohort):
    me = reviewer(cohort)
    near, same = make.care_home(provider_id="P1"), make.care_home(provider_id="P1")
    sent, draft = make.application(cohort, home=near), make.application(cohort, "draft", home=same)
    make.application(cohort)
    make.application(cohort, home=make.care_home(provider_id=""))
    readers.declare_connection(cohort, by=me, home=near)
    assert set(ConflictOfInterest.objects.values_list("application", flat=True)) == {sent.pk}
    readers.declare_connection(cohort, by=me, provider="P1")
    found = set(ConflictOfInterest.objects.values_list("application", flat=True))
    assert found == {sent.pk, draft.pk}


def test_a_new_weight_counts_for_the_scores_that_are_in(cohort):
    by, me, row = make.staff(), reviewer(cohort), make.application(cohort)
    first, *rest = cohort.criteria.all()
    reviewing.review(row, by=me, scores={first: 5, **dict.fromkeys(rest, 1)})
    fields = {"title": first.title, "guidance": "", "optional": False}
    criteria.change(first, by=by, weight=0, **fields)
    assert numbers(row) == (1, 1.0, 0.0)
    criteria.change(first, by=by, weight=5, **fields)
    assert numbers(row) == (1, (5 * 5 + 2 + 2 + 1) / 10, 0.0)


def test_a_criterion_is_removed_only_while_nobody_has_scored_it(cohort):
    by, row = make.staff(), make.application(cohort)
    first, second, *_ = cohort.criteria.all()
    reviewing.review(row, by=make.staff(), scores={first: 3})
    with pytest.raises(Refused, match="weight of 0"):
        criteria.remove(first, by=by)
    criteria.remove(second, by=by)
    assert second.title not in [row.title for row in cohort.criteria.all()]


def test_switching_blind_reading_is_written_down(cohort):
    by = make.staff()
    for blind in (True, True, False):
        readers.change_plan(cohort, by=by, **PLAN | {"blind": blind})
    actions = AuditEvent.objects.filter(action__startswith="switched").order_by("pk")
    assert list(actions.values_list("action", "actor")) == [
        ("switched blind reading on", by.email),
        ("switched blind reading off", by.email),
    ]


def test_an_applicant_cannot_become_a_reviewer_and_nobody_twice(cohort):
    by, applicant = make.staff(), make.application(cohort).applicant
    with pytest.raises(Refused, match="applies to"):
        readers.add_reviewer(cohort, email=applicant.email, by=by)
    readers.add_reviewer(cohort, email="new@outside.example", name="Nia New", by=by)
    with pytest.raises(Refused, match="already reads"):
        readers.add_reviewer(cohort, email="new@outside.example", by=by)
    assert OutboundEmail.objects.get().kind == "reading_asked"


@pytest.mark.parametrize(
    "change",
    [
        lambda cohort, by: readers.allot(cohort, by=by),
        lambda cohort, by: readers.change_plan(cohort, by=by, **PLAN),
        lambda cohort, by: readers.add_reviewer(cohort, email="x@y.example", by=by),
        lambda cohort, by: readers.end_reviewer(cohort.reviewers.get(), by=by),
        lambda cohort, by: criteria.move(cohort.criteria.last(), up=True, by=by),
    ],
)
def test_only_staff_prepare_the_reading(change, cohort):
    outside = reviewer(cohort)
    for by in (outside, make.staff(make.another_programme())):
        with pytest.raises(Refused, match="Only staff"):
            change(cohort, by)


def test_reviewers_are_reminded_three_days_before_once_with_the_count(cohort):
    due = clock.today() + timedelta(days=10)
    by, me, done = make.staff(), reviewer(cohort), reviewer(cohort)
    rows = [make.application(cohort) for _ in range(2)]
    readers.change_plan(cohort, by=by, **PLAN | {"read_by": due})
    readers.allot(cohort, by=by)
    for row in rows:
        reviewing.review(row, by=done, scores=scores(row, 3))
    reviewing.review(rows[0], by=me, scores=scores(rows[0], 3))
    assert plan_reading_reminders() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert [plan_reading_reminders() for _ in range(2)] == [1, 0]
    with clock.at(clock.now() + timedelta(days=12)):
        assert plan_reading_reminders() == 0
    sent = OutboundEmail.objects.get(kind="reading_reminder")
    assert sent.person == me
    assert "1 application still to read" in sent.body


@pytest.mark.skipif(connection.vendor == "sqlite", reason="tests' SQLite is in memory: one writer")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_score_at_once_are_both_counted():
    from tests.pioneers.test_last_place import at_once

    cohort = reading_cohort()
    people = [reviewer(cohort) for _ in range(2)]
    row = make.application(cohort)
    at_once(
        *[
            lambda user=user, value=value: reviewing.review(row, by=user, scores=scores(row, value))
            for user, value in zip(people, (2, 5), strict=True)
        ]
    )
    assert numbers(row) == (2, 3.5, 3.0)
