"""What people agreed to, in which words: kept for good, changed with one press."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cohorts.services.consents import discard_consent, publish_consent, write_consent
from core import clock, consents
from core.errors import Refused
from core.models import AuditEvent, ConsentGiven, ConsentKind, ConsentText
from tests import factories as make

pytestmark = pytest.mark.django_db
PRIVACY, PHOTO, QUOTES, ALUMNI = ConsentKind.values


@pytest.fixture
def person():
    return make.person()


def text(kind):
    return consents.text_in_force(kind)


def say(person, where="details", **answers):
    return consents.answer(
        person, {text(kind).pk: given for kind, given in answers.items()}, where=where, by=person
    )


def next_version(kind, words="New words"):
    administrator = make.administrator()
    write_consent(kind, text=words, changed="Some of it", by=administrator)
    return publish_consent(kind, by=administrator)


def waiting(person):
    return [one.kind.value for one in consents.pending(person)]


def test_an_installation_begins_with_one_text_of_each_kind():
    assert [(one.kind, one.version, bool(one.text)) for one in consents.in_force()] == [
        (kind, 1, True) for kind in ConsentKind.values
    ]


# --- What is asked of whom -----------------------------------------------------------------------


def test_the_notice_is_for_everybody_and_the_choices_for_those_who_take_part(person):
    assert waiting(person) == [PRIVACY]
    assert waiting(make.staff()) == [PRIVACY]
    assert waiting(make.application().applicant) == [PRIVACY]
    assert waiting(make.pioneer().person) == [PRIVACY, PHOTO, QUOTES, ALUMNI]


def test_where_the_choices_are_offered_they_are_for_everybody(person):
    say(person, quotes=False)
    offered = consents.pending(person, offer_choices=True)
    assert [one.kind for one in offered] == [PRIVACY, PHOTO, ALUMNI]


@pytest.mark.parametrize("given", [True, False])
def test_an_answer_of_either_kind_ends_the_question(given):
    pioneer = make.pioneer().person
    say(pioneer, privacy=True, photo=given, quotes=given)
    assert waiting(pioneer) == [ALUMNI]


@pytest.mark.parametrize("given", [True, False])
def test_new_words_are_asked_again_and_the_last_answer_holds_until_then(person, given):
    say(person, privacy=True, photo=given)
    next_version(PHOTO)
    assert waiting(person) == [PHOTO]
    assert consents.has(person, PHOTO) is given
    say(person, photo=not given)
    assert (waiting(person), consents.has(person, PHOTO)) == ([], not given)


def test_a_draft_asks_nobody(person):
    say(person, privacy=True)
    write_consent(PRIVACY, text="New", changed="All", by=make.administrator())
    assert waiting(person) == []


def test_a_kind_without_a_text_is_not_asked(person):
    ConsentText.objects.all().delete()
    assert (waiting(person), consents.standings(person)) == ([], [])


# --- Answers -------------------------------------------------------------------------------------


def test_every_answer_is_kept_with_its_words_and_its_time(person):
    words = text(PHOTO).text
    say(person, photo=True, where="sign-in")
    say(person, photo=False)
    next_version(PHOTO, "Other words")
    say(person, photo=True)
    assert [
        (one.text.version, one.given, one.where, one.text.text == words)
        for one in consents.history(person)
    ] == [(2, True, "details", False), (1, False, "details", True), (1, True, "sign-in", True)]
    assert AuditEvent.objects.filter(action="answered consent", actor=person.email).count() == 3


def test_the_same_answer_twice_is_kept_once(person):
    assert [say(person, photo=True), say(person, photo=True)] == [1, 0]
    assert ConsentGiven.objects.count() == 1


def test_an_answer_can_be_neither_changed_nor_deleted(person):
    say(person, photo=True)
    row = ConsentGiven.objects.get()
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


def refusal(do, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        do(*args, **kwargs)
    return str(refused.value)


def test_answers_that_cannot_count_are_refused_in_words(person):
    old = text(PHOTO)
    next_version(PHOTO)
    assert refusal(consents.answer, person, {old.pk: True}, where="x", by=person) == (
        "The words have changed while you were reading. Please read the new ones."
    )
    assert refusal(consents.answer, person, {}, where="x", by=make.staff()) == (
        "Only the person themselves can give or take back a consent."
    )
    assert refusal(say, person, privacy=False) == (
        "The privacy notice is for reading. There is nothing in it to refuse."
    )
    assert ConsentGiven.objects.count() == 0


def test_has_and_who_have_go_by_the_last_answer():
    never, yes, no, back = (make.person() for _ in range(4))
    say(yes, photo=True)
    say(no, photo=False)
    say(back, photo=True)
    say(back, photo=False)
    people = [never, yes, no, back]
    assert [consents.has(one, PHOTO) for one in people] == [False, True, False, False]
    assert consents.who_have(people, PHOTO) == {yes.pk}
    assert consents.who_have([one.pk for one in people], QUOTES) == set()


def test_standings_take_two_queries_however_much_was_answered(person, django_assert_num_queries):
    for given in (True, False) * 5:
        say(person, photo=given, quotes=given, alumni=given)
    with django_assert_num_queries(2):
        assert len(consents.standings(person)) == 4


def test_of_two_records_made_one_all_answers_stay_and_the_last_holds(person):
    other = make.person()
    say(other, photo=True)
    say(person, photo=False)
    with clock.at(clock.now() + timedelta(days=1)):
        say(other, quotes=False)
    ConsentGiven.objects.filter(person=other).update(person=person)
    assert (consents.has(person, PHOTO), consents.has(person, QUOTES)) == (False, False)
    assert consents.history(person).count() == 3


# --- Writing the texts ---------------------------------------------------------------------------


def test_a_draft_is_written_over_until_it_is_published():
    administrator = make.administrator()
    write_consent(PHOTO, text="One", changed="a", by=administrator)
    write_consent(PHOTO, text="Two", changed="b", by=administrator)
    with clock.at(clock.now()):
        made = publish_consent(PHOTO, by=administrator)
    assert (made.version, made.text, made.changed) == (2, "Two", "b")
    assert text(PHOTO) == made
    assert refusal(publish_consent, PHOTO, by=administrator) == (
        "There is no draft of this text. Somebody may have published it just now."
    )
    assert AuditEvent.objects.get(action="published consent").detail == {"version": 2}


def test_a_draft_can_be_thrown_away():
    administrator = make.administrator()
    write_consent(PHOTO, text="One", changed="a", by=administrator)
    discard_consent(PHOTO, by=administrator)
    assert text(PHOTO).version == 1
    assert consents.draft_of(PHOTO) is None


def test_the_same_words_or_no_word_of_what_changed_are_refused():
    administrator = make.administrator()
    assert refusal(write_consent, PHOTO, text=text(PHOTO).text, changed="a", by=administrator) == (
        "The words are the same as those in force. Change them first."
    )
    assert refusal(write_consent, PHOTO, text="New", changed=" ", by=administrator) == (
        "Say in a sentence what changed: people read that first."
    )


def test_nobody_but_administrators_writes_texts():
    write_consent(PHOTO, text="New", changed="a", by=make.administrator())
    for who in (make.person(), make.staff(), make.pioneer().person, make.funder_contact()):
        for do in (
            lambda: write_consent(PHOTO, text="x", changed="y", by=who),  # noqa: B023
            lambda: publish_consent(PHOTO, by=who),  # noqa: B023
            lambda: discard_consent(PHOTO, by=who),  # noqa: B023
        ):
            assert refusal(do) == (
                "Only an administrator of a programme can change what people agree to."
            )


def test_the_overview_counts_each_persons_last_answer_once():
    for given in ((True,), (False,), (True, False), (False, True)):
        person = make.person()
        for one in given:
            say(person, photo=one)
    next_version(PHOTO)
    found = {one.kind.value: one for one in consents.overview()}
    assert (found[PHOTO].yes, found[PHOTO].no) == (2, 2)
    assert [one.version for one in found[PHOTO].earlier] == [1]
    assert (consents.asked_again(PHOTO), consents.asked_again(QUOTES)) == (4, 0)
