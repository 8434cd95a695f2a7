"""The yes of a poster's author to showing it to everybody: for how long it stands."""

from __future__ import annotations

import pytest

from core import audit
from qi_projects import services
from qi_projects.enums import MemberRole
from qi_projects.models import Poster
from tests import factories as make
from tests.qi_projects.running import WORDS, ago, begun, url
from tests.qi_projects.team import accept, joined

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    """Sent with a yes to showing it, and approved."""
    one = begun()
    one.staff = make.staff(one.pioneer.cohort.programme)
    one.member = joined(one, MemberRole.WRITE).person
    services.write_poster(one.project, by=one.person, **WORDS)
    send(one)
    services.approve_poster(one.poster, by=one.staff)
    return one


def send(one, by=None, *, public=True):
    services.submit_poster(one.poster, by=by or one.person, declared=True, public=public)


def again(one):
    return Poster.objects.get(pk=one.poster.pk)


def count(one, by):
    services.record_numbers(one.measure, by=by, numbers=[(ago(1), 4, "")])


def asked_for_changes(one):
    services.write_poster(one.project, by=one.person, results="Now 66.")
    send(one)
    services.ask_for_changes(one.poster, by=one.staff, comment="Shorter, please.")


OWN = {
    "words": lambda one: services.write_poster(one.project, by=one.person, results="Now 67."),
    "a number": lambda one: count(one, one.person),
    "changes that were asked for": lambda one: (
        asked_for_changes(one),
        services.write_poster(one.project, by=one.person, results="66 now."),
    ),
}


@pytest.mark.parametrize("change", OWN)
def test_it_stands_over_what_they_change_and_shows_nothing_before_it_is_approved(
    one, sign_in, change
):
    OWN[change](one)
    assert (again(one).is_agreed, again(one).is_public) == (True, False)
    client = sign_in(one.person)
    for page in ("poster", "submit_poster"):
        answer = client.get(url(page, one.project.pk))
        form = answer.context["send_form" if page == "poster" else "form"]
        assert (form["public"].value(), form["declared"].value()) == (True, None)
        assert "You said yes to this before." in answer.content.decode()
    sent = {"declared": "on", "public": "on"}
    assert client.post(url("submit_poster", one.project.pk), sent).status_code == 302
    assert again(one).is_public is False
    services.approve_poster(one.poster, by=one.staff)
    assert again(one).is_public is True


def test_sending_it_without_the_tick_takes_it_back(one, sign_in):
    OWN["words"](one)
    sign_in(one.person).post(url("submit_poster", one.project.pk), {"declared": "on"})
    services.approve_poster(one.poster, by=one.staff)
    assert (again(one).is_agreed, again(one).is_public) == (False, False)
    assert "took back showing poster" in [event.action for event in audit.history(one.poster)]


def sent_by_staff(one):
    OWN["words"](one)
    send(one, one.staff, public=False)


def carried_on(one):
    successor = services.invite_successor(
        one.project, by=one.person, name="Sam Okoro", email="sam@homes.example"
    )
    accept(successor, make.person("Sam Okoro"))


OTHERS = {
    "words of staff": lambda one: services.write_poster(one.project, by=one.staff, results="67."),
    "a number of the team": lambda one: count(one, one.member),
    "sent by staff": sent_by_staff,
    "carried on by somebody else": carried_on,
}


@pytest.mark.parametrize("change", OTHERS)
def test_they_are_asked_anew_after_what_somebody_else_did(one, change):
    OTHERS[change](one)
    assert again(one).is_agreed is False


def test_who_never_said_yes_finds_no_tick(sign_in):
    one = begun()
    services.write_poster(one.project, by=one.person, **WORDS)
    answer = sign_in(one.person).get(url("poster", one.project.pk))
    assert answer.context["send_form"]["public"].value() is False
    assert "You said yes to this before." not in answer.content.decode()


def test_nobody_can_say_it_for_them(one):
    OWN["words"](one)
    with pytest.raises(services.posters.Refused, match="Only the Pioneer can agree"):
        send(one, one.staff)
