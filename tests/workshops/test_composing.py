"""Composing learning sets: the draft, changing it about, making it so."""

from __future__ import annotations

from datetime import time

import pytest

from core import clock
from core.errors import Refused
from core.models import AuditEvent, OutboundEmail
from pioneers.models import Answer, Question
from pioneers.questions import add_questions
from tests import factories as make
from tests.workshops.world import BEGIN, mails, moment, published, running_cohort
from workshops import composer_reading, set_reading
from workshops.models import FacilitatorDays, LearningSet, SetDraft, SetMembership
from workshops.services import composing

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make.staff()


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


@pytest.fixture
def cohort():
    return running_cohort(set_count=2)


def people(cohort, count, **fields):
    return [make.pioneer(cohort, **fields) for _ in range(count)]


def prefer(cohort, pioneers, words, by):
    if not Question.objects.filter(cohort=cohort).exists():
        add_questions(cohort, None, by)
    question = Question.objects.get_or_create(cohort=cohort, key="preference")[0]
    for one in pioneers:
        Answer.objects.create(application=one.application, question=question, text=words)


def where(cohort):
    """Members by set, as they are now."""
    found = {}
    for one in SetMembership.objects.current().filter(pioneer__cohort=cohort):
        found.setdefault(one.learning_set_id, set()).add(one.pioneer_id)
    return found


def test_sets_that_lack_are_added_and_everybody_has_a_place(cohort, staff):
    people(cohort, 13)

    draft = composing.compose(cohort, size=5, keep=True, by=staff)

    sets = list(cohort.learning_sets.order_by("pk"))
    assert [str(one) for one in sets] == ["Ash set", "Beech set", "Cedar set"]
    assert len({one.weekday for one in sets}) == 3
    assert cohort.workshop_weekday not in {one.weekday for one in sets}
    sizes = [list(draft.placing.values()).count(str(one.pk)) for one in sets]
    assert sorted(sizes) == [4, 4, 5]
    assert None not in draft.placing.values()


def test_drafting_places_and_tells_nobody(cohort, staff):
    one, *_ = people(cohort, 4)
    wandle = make.learning_set(cohort)
    published(wandle, moment(2026, 10, 7, 10))
    composing.compose(cohort, number=2, keep=True, by=staff)
    draft = set_reading.draft_of(cohort)
    [option, *_] = composer_reading.options_of(draft, one)
    to, swap = composer_reading.read_option(option.value)
    before = OutboundEmail.objects.count()

    composing.change_draft(cohort, who=one, to=to, swap=swap, by=staff)

    assert SetMembership.objects.count() == 0
    assert OutboundEmail.objects.count() == before


def test_as_many_new_sets_meet_in_the_afternoon_as_was_asked_for(cohort, staff):
    pioneers = people(cohort, 8)
    prefer(cohort, pioneers[:6], "Morning", staff)
    prefer(cohort, pioneers[6:], "Afternoon", staff)

    composing.compose(cohort, number=4, keep=True, by=staff)

    assert sorted(one.starts for one in cohort.learning_sets.all()) == [
        time(10), time(10), time(10), time(13, 30),
    ]  # fmt: skip
    draft = set_reading.draft_of(cohort)
    assert [one for shown in composer_reading.sets_in(draft) for one in shown.warnings] == []


def test_who_is_in_a_set_stays_unless_staff_say_otherwise(cohort, staff):
    sets = [make.learning_set(cohort), make.learning_set(cohort)]
    crowd = [make.member(sets[0]).pioneer for _ in range(4)]

    kept = composing.compose(cohort, number=2, keep=True, by=staff).placing
    assert kept == {str(one.pk): str(sets[0].pk) for one in crowd}

    anew = composing.compose(cohort, number=2, keep=False, by=staff).placing
    assert sorted(anew.values()) == sorted([str(one.pk) for one in sets] * 2)


def test_a_draft_of_nobody_or_of_too_many_sets_is_refused(cohort, staff):
    with pytest.raises(Refused, match="Nobody takes part"):
        composing.compose(cohort, number=2, keep=True, by=staff)
    people(cohort, 1)
    with pytest.raises(Refused, match="Say how many"):
        composing.compose(cohort, keep=True, by=staff)
    with pytest.raises(Refused, match="Choose 30 or fewer"):
        composing.compose(cohort, number=31, keep=True, by=staff)
    assert LearningSet.objects.count() == 0


def test_two_who_are_kept_apart_are_in_two_sets_and_no_reason_says_so(cohort, staff):
    one, other, *_ = people(cohort, 6)
    composing.keep_apart(cohort, one=other, other=one, by=staff)

    placing = composing.compose(cohort, number=3, keep=True, by=staff).placing
    assert placing[str(one.pk)] != placing[str(other.pk)]
    composing.make_it_so(cohort, by=staff)

    said = " ".join(SetMembership.objects.values_list("reason", flat=True))
    assert "apart" not in said
    with pytest.raises(Refused, match="kept apart already"):
        composing.keep_apart(cohort, one=one, other=other, by=staff)
    with pytest.raises(Refused, match="two different people"):
        composing.keep_apart(cohort, one=one, other=one, by=staff)


def test_making_it_so_places_everybody_with_reasons_and_mails_nobody_without_dates(cohort, staff):
    people(cohort, 6)
    composing.compose(cohort, number=2, keep=True, by=staff)
    placing = SetDraft.objects.get().placing

    made = composing.make_it_so(cohort, by=staff)

    assert made == (6, 0, 0, 0)
    assert {
        str(pioneer): str(set_pk) for set_pk, them in where(cohort).items() for pioneer in them
    } == placing
    assert all(SetMembership.objects.values_list("reason", flat=True))
    assert OutboundEmail.objects.count() == 0
    assert not SetDraft.objects.exists()
    event = AuditEvent.objects.get(action="made composed sets so")
    assert event.detail == {"joined": 6, "moved": 0, "left": 0, "leaders": 0}
    with pytest.raises(Refused, match="no draft any more"):
        composing.make_it_so(cohort, by=staff)


def test_a_swap_mid_year_keeps_history_and_mails_only_the_two(cohort, staff):
    sets = [make.learning_set(cohort, members=2), make.learning_set(cohort, members=2)]
    one, other = (row.memberships.order_by("pk")[0].pioneer for row in sets)
    session = published(sets[0], moment(2026, 10, 7, 10))
    published(sets[1], moment(2026, 10, 8, 10))
    composing.compose(cohort, number=2, keep=True, by=staff)
    composing.change_draft(cohort, who=one, to="", swap=str(other.pk), by=staff)

    made = composing.make_it_so(cohort, by=staff)

    assert made == (0, 2, 0, 0)
    history = [(row.learning_set, row.left_on) for row in one.set_memberships.order_by("pk")]
    assert history == [(sets[0], BEGIN.date()), (sets[1], None)]
    assert {mail.person for mail in mails(kind="set_joined")} == {one.person, other.person}
    assert other.pk in session.attendances.values_list("pioneer_id", flat=True)
    assert one.pk not in session.attendances.values_list("pioneer_id", flat=True)


def test_who_came_since_the_draft_is_shown_as_unplaced_and_who_left_is_not_placed(cohort, staff):
    going, *_ = people(cohort, 4)
    composing.compose(cohort, number=2, keep=True, by=staff)
    new = make.pioneer(cohort)
    going.state = "withdrawn"
    going.save(update_fields=["state"])

    assert composer_reading.unplaced_in(set_reading.draft_of(cohort)) == [new]
    assert composing.make_it_so(cohort, by=staff).joined == 3


def test_sets_without_a_facilitator_get_one_who_can_lead_on_their_day(cohort, staff):
    people(cohort, 4)
    ash = make.learning_set(cohort, weekday=1)
    LearningSet.objects.update(facilitator=None)
    beech = make.learning_set(cohort, weekday=3, facilitator=make.person("Has One"))
    tuesdays, fridays = make.person("Tuesdays"), make.person("Fridays")
    composing.save_facilitator_days(cohort, days={tuesdays: [1], fridays: [4]}, by=staff)
    composing.compose(cohort, number=2, keep=True, by=staff)

    assert composing.make_it_so(cohort, by=staff).leaders == 1

    assert LearningSet.objects.get(pk=ash.pk).facilitator == tuesdays
    assert LearningSet.objects.get(pk=beech.pk).facilitator.name == "Has One"
    composing.save_facilitator_days(cohort, days={tuesdays: []}, by=staff)
    assert list(FacilitatorDays.objects.values_list("user", flat=True)) == [fridays.pk]


def test_a_change_that_is_no_longer_possible_is_refused_in_words(cohort, staff):
    one, *_ = people(cohort, 2)
    stranger = make.pioneer(running_cohort())
    composing.compose(cohort, number=2, keep=True, by=staff)
    here = SetDraft.objects.get().placing[str(one.pk)]
    for who, to, swap, words in (
        (stranger, here, "", "does not take part"),
        (one, here, "", "is there already"),
        (one, "999999", "", "not in the draft"),
        (one, "", "999999", "in no set of the draft"),
    ):
        with pytest.raises(Refused, match=words):
            composing.change_draft(cohort, who=who, to=to, swap=swap, by=staff)
