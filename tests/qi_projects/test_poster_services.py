"""A poster's states: which change may follow which, who is told, what takes approval back."""

from __future__ import annotations

import pytest

from core import audit
from core.errors import Refused
from core.models import OutboundEmail
from qi_projects import services
from qi_projects.enums import PosterState
from tests import factories as make
from tests.qi_projects.running import WORDS, ago, approved, picture, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make.staff()


def in_state(one, staff, state):
    services.write_poster(one.project, by=one.person, **WORDS)
    if state != PosterState.DRAFT:
        submitted(one)
    if state == PosterState.APPROVED:
        services.approve_poster(one.poster, by=staff)
    if state == PosterState.CHANGES_ASKED:
        services.ask_for_changes(one.poster, by=staff, comment="How many residents?")
    one.poster.refresh_from_db()
    assert one.poster.state == state
    return one.poster


ACTIONS = {
    "write": lambda poster, who: services.write_poster(poster.project, by=who, results="Now 66."),
    "submit": lambda poster, who: services.submit_poster(poster, by=who, declared=True),
    "approve": lambda poster, who: services.approve_poster(poster, by=who),
    "ask": lambda poster, who: services.ask_for_changes(poster, by=who, comment="Say more."),
}
# state → what each action makes of it; what is not here is refused
BECOMES = {
    "draft": {"write": "draft", "submit": "submitted"},
    "submitted": {"approve": "approved", "ask": "changes_asked"},
    "changes_asked": {"write": "changes_asked", "submit": "submitted"},
    "approved": {"write": "draft"},
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", PosterState.values)
def test_each_action_in_each_state(one, staff, state, action):
    poster = in_state(one, staff, state)
    becomes = BECOMES[state].get(action)
    if becomes is None:
        with pytest.raises(Refused):
            ACTIONS[action](poster, staff)
    else:
        ACTIONS[action](poster, staff)
    poster.refresh_from_db()
    assert poster.state == (becomes or state)


def test_writing_an_approved_poster_makes_its_next_version(one, staff):
    poster = approved(one, staff)
    services.write_poster(one.project, by=one.person, results="Now 66.")
    poster.refresh_from_db()
    assert (poster.version, poster.declared) == (2, False)


CHANGES = {
    "project": lambda one: services.change_project(one.project, by=one.person, title="New"),
    "measure": lambda one: services.change_measure(one.measure, by=one.person, name="New"),
    "number": lambda one: services.record_numbers(
        one.measure, by=one.person, numbers=[(ago(1), 4, "")]
    ),
    "removed number": lambda one: services.remove_number(
        one.measure.observations.get(), by=one.person
    ),
    "cycle": lambda one: services.add_cycle(
        one.project, by=one.person, title="New", started_on=ago(1)
    ),
    "changed cycle": lambda one: services.change_cycle(
        one.project.cycles.get(), by=one.person, study="They asked for biscuits."
    ),
    "photograph": lambda one: services.add_photo(
        one.project, by=one.person, file=picture(), alt_text="Trolley", consent=True
    ),
    "removed photograph": lambda one: services.remove_photo(
        one.project.photos.get(), by=one.person
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_change_of_the_record_takes_approval_back(one, staff, change):
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(9), 3, "")])
    services.add_cycle(one.project, by=one.person, title="Tea", started_on=ago(9))
    services.add_photo(
        one.project, by=one.person, file=picture(), alt_text="The lounge", consent=True
    )
    poster = approved(one, staff)
    CHANGES[change](one)
    poster.refresh_from_db()
    assert (poster.state, poster.version, poster.declared) == ("draft", 2, False)


def test_what_is_not_on_the_poster_leaves_it_approved(one, staff):
    poster = approved(one, staff)
    services.write_update(one.project, by=one.person, text="Going well.")
    services.change_project(one.project, by=one.person, title=one.project.title)
    poster.refresh_from_db()
    assert (poster.state, poster.version) == ("approved", 1)


def test_poster_is_sent_only_with_the_promise(one):
    services.write_poster(one.project, by=one.person, **WORDS)
    with pytest.raises(Refused, match="recognise a resident"):
        services.submit_poster(one.poster, by=one.person, declared=False)


def test_poster_with_words_missing_says_which(one):
    services.change_project(one.project, by=one.person, problem="")
    with pytest.raises(Refused) as caught:
        services.submit_poster(one.project.poster, by=one.person, declared=True)
    assert str(caught.value) == (
        "Before you send it, please add: what matters and why, what happened, what you learned."
    )


def test_change_is_asked_for_only_with_words(one, staff):
    poster = submitted(one)
    with pytest.raises(Refused, match="Please say what should change"):
        services.ask_for_changes(poster, by=staff, comment="  ")


def test_each_step_notes_who_took_it(one, staff):
    approved(one, staff)
    assert [(event.action, event.actor) for event in audit.history(one.poster)] == [
        ("approved poster", staff.email),
        ("submitted poster", one.person.email),
        ("wrote poster", one.person.email),
    ]


@pytest.mark.parametrize(
    ("action", "kind"), [("approve", "poster_approved"), ("ask", "poster_changes_asked")]
)
def test_pioneer_is_told_once(one, staff, action, kind):
    poster = submitted(one)
    ACTIONS[action](poster, staff)
    with pytest.raises(Refused):
        ACTIONS[action](poster, staff)
    assert list(OutboundEmail.objects.values_list("kind", "to_email")) == [(kind, one.person.email)]


def test_comment_reaches_the_pioneer_and_goes_when_sent_again(one, staff):
    poster = submitted(one)
    services.ask_for_changes(poster, by=staff, comment="How many residents?")
    assert "How many residents?" in OutboundEmail.objects.get().body
    assert services.submit_poster(poster, by=one.person, declared=True).staff_comment == ""


def test_approval_names_its_approver(one, staff):
    assert approved(one, staff).approved_by == staff


@pytest.mark.parametrize(
    ("state", "action", "words"),
    [
        ("approved", "approve", "This was done already: the poster is “Approved”."),
        ("changes_asked", "approve", "The poster is “Changes asked for” by now."),
    ],
)
def test_second_of_two_tabs_is_told_what_became_of_the_poster(one, staff, state, action, words):
    poster = in_state(one, staff, state)
    with pytest.raises(Refused, match=words):
        ACTIONS[action](poster, staff)
