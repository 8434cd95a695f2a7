"""Pioneers' places, mentors, and that they met."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.models import AuditEvent
from pioneers import permissions
from pioneers.models import Mentor, MentorMeeting, Pairing
from pioneers.services import mentoring
from tests import factories as make
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"pioneers:{name}", args=args)


def people_around(pairing):
    programme = pairing.pioneer.cohort.programme
    ended = make.pairing(pairing.pioneer, ended_on=clock.today())
    return {
        "staff": make.staff(programme),
        "staff elsewhere": make.staff(make.another_programme()),
        "mentor": pairing.mentor.user,
        "earlier mentor": ended.mentor.user,
        "another mentor": make.mentor(programme).user,
        "Pioneer": pairing.pioneer.person,
        "another Pioneer": make.pioneer(pairing.pioneer.cohort).person,
        "funder": make.funder_contact(),
    }


def test_who_may_do_what_around_a_pairing():
    pairing = make.pairing()
    may = {"note a meeting": set(), "look after Pioneers": set(), "see the pairing": set()}
    for who, user in people_around(pairing).items():
        if permissions.in_pair(user, pairing):
            may["note a meeting"].add(who)
        if permissions.looks_after_pioneers(user, pairing.pioneer):
            may["look after Pioneers"].add(who)
        if Pairing.objects.visible_to(user).filter(pk=pairing.pk).exists():
            may["see the pairing"].add(who)
    assert may == {
        "note a meeting": {"mentor", "Pioneer"},
        "look after Pioneers": {"staff"},
        "see the pairing": {"staff", "mentor", "Pioneer"},
    }


def test_who_may_work_on_applications_and_their_decisions():
    application = make.application()
    applicant_in_team = make.staff()
    own = make.application(application.cohort, applicant=applicant_in_team)
    users = {
        "staff": make.staff(),
        "staff elsewhere": make.staff(make.another_programme()),
        "applicant": application.applicant,
        "mentor": make.mentor().user,
        "funder": make.funder_contact(),
    }
    rules = {
        "review": lambda user: permissions.reviews_application(user, application),
        "decide": lambda user: permissions.decides(user, application),
        "apply": lambda user: permissions.applies_decisions(user, application.cohort),
        "answer the offer": lambda user: permissions.answers_offer(user, application),
    }
    may = {what: {w for w, user in users.items() if rule(user)} for what, rule in rules.items()}
    assert may == {
        "review": {"staff"},
        "decide": {"staff"},
        "apply": {"staff"},
        "answer the offer": {"applicant"},
    }
    assert not permissions.reviews_application(applicant_in_team, own)
    assert not permissions.decides(applicant_in_team, own)


def test_each_page_has_its_answer_for_each_person(client):
    pairing = make.pairing()
    pioneer = pairing.pioneer
    cohort = pioneer.cohort.pk
    pages = [
        page("staff_pioneers", cohort),
        page("change_place", cohort, pioneer.pk, "pause"),
        page("pair_pioneer", cohort, pioneer.pk),
        page("end_pairing", cohort, pioneer.pk),
        page("mentors"),
        page("add_mentor"),
        page("mentees"),
        page("note_meeting", pairing.pk),
    ]
    expected = {
        "staff": [200] * 6 + [403, 403],
        "staff elsewhere": [404] * 4 + [200, 200, 403, 404],
        "mentor": [404] * 4 + [403, 403, 200, 302],
        "earlier mentor": [404] * 4 + [403, 403, 200, 404],
        "another mentor": [404] * 4 + [403, 403, 200, 404],
        "Pioneer": [404] * 4 + [403, 403, 403, 302],
        "another Pioneer": [404] * 4 + [403, 403, 403, 404],
        "funder": [404] * 4 + [403, 403, 403, 404],
    }
    answers = {}
    for who, user in people_around(pairing).items():
        client.force_login(user)
        answers[who] = [client.get(url).status_code for url in pages]
    assert answers == expected
    client.logout()
    assert {client.get(url).status_code for url in pages} == {302}


@pytest.mark.parametrize(
    ("was", "change", "now"),
    [
        ("active", "pause", "paused"),
        ("paused", "return", "active"),
        ("active", "withdraw", "withdrawn"),
        ("paused", "withdraw", "withdrawn"),
        ("withdrawn", "return", "active"),
        # What cannot follow is refused, and nothing is changed.
        ("withdrawn", "pause", "withdrawn"),
        ("completed", "return", "completed"),
        ("active", "return", "active"),
    ],
)
def test_a_place_changes(was, change, now, sign_in):
    pioneer, by = make.pioneer(state=was), make.staff()
    client = sign_in(by)
    response = client.post(page("change_place", pioneer.cohort_id, pioneer.pk, change), follow=True)
    pioneer.refresh_from_db()
    assert pioneer.state == now
    events = AuditEvent.objects.filter(action="changed a Pioneer's state")
    assert [event.actor for event in events] == ([by.email] if was != now else [])
    assert ("that cannot follow from it" in text_of(response)) == (was == now)


def test_pairing_from_the_page_replaces_the_earlier_mentor_and_keeps_the_history(sign_in):
    pairing, by = make.pairing(), make.staff()
    pioneer, chosen = pairing.pioneer, make.mentor()
    client = sign_in(by)
    response = client.post(
        page("pair_pioneer", pioneer.cohort_id, pioneer.pk), {"mentor": chosen.pk}
    )
    assert response.url == page("staff_pioneers", pioneer.cohort_id)
    pairing.refresh_from_db()
    assert pairing.ended_on == clock.today()
    assert Pairing.objects.current().get(pioneer=pioneer).mentor == chosen
    assert AuditEvent.objects.get(action="paired mentor and Pioneer").actor == by.email


def test_only_mentors_of_the_programme_with_room_can_be_chosen(sign_in):
    pioneer = make.pioneer()
    full, left, elsewhere = (
        make.mentor(capacity=1),
        make.mentor(left_on=clock.today()),
        make.mentor(make.another_programme()),
    )
    make.pairing(by=full)
    free = make.mentor(capacity=1)
    make.pairing(by=free, ended_on=clock.today())
    client = sign_in(make.staff())
    url = page("pair_pioneer", pioneer.cohort_id, pioneer.pk)
    assert list(client.get(url).context["form"].fields["mentor"].queryset) == [free]
    for mentor in (full, left, elsewhere):
        assert client.post(url, {"mentor": mentor.pk}).status_code == 200
    assert not pioneer.pairings.exists()


def test_a_mentor_who_is_full_is_refused_in_words():
    mentor = make.mentor(capacity=1)
    make.pairing(by=mentor)
    with pytest.raises(mentoring.Refused, match="as many as they can take"):
        mentoring.pair(mentor, make.pioneer(), by=make.staff())


def test_ended_the_mentor_no_longer_sees_the_pioneer(sign_in):
    pairing, by = make.pairing(), make.staff()
    pioneer = pairing.pioneer
    ending = {"reason": "change"}
    sign_in(by).post(page("end_pairing", pioneer.cohort_id, pioneer.pk), ending)
    client = sign_in(pairing.mentor.user)
    assert list(client.get(page("mentees")).context["rows"]) == []
    assert AuditEvent.objects.get(action="ended pairing").actor == by.email
    response = sign_in(by).post(page("end_pairing", pioneer.cohort_id, pioneer.pk), ending)
    assert "has no mentor at the moment" in text_of(response)


def test_a_mentor_is_added_once_and_a_second_time_is_refused_with_what_was_typed(sign_in):
    by = make.staff()
    client = sign_in(by)
    fields = {"name": "Ngozi Bell", "email": "ngozi@mentors.example", "capacity": "2"}
    assert client.post(page("add_mentor"), fields).url == page("mentors")
    again = client.post(page("add_mentor"), fields)
    assert (again.status_code, "already a mentor" in text_of(again)) == (200, True)
    assert "ngozi@mentors.example" in again.content.decode()
    mentor = Mentor.objects.get()
    assert (mentor.user.name, mentor.capacity) == ("Ngozi Bell", 2)
    assert AuditEvent.objects.get(action="added mentor").actor == by.email


def test_we_met_is_one_press_and_said_twice_is_one_meeting(sign_in):
    pairing = make.pairing(started_on=clock.today() - timedelta(days=30))
    client = sign_in(pairing.mentor.user)
    today = clock.today().isoformat()
    assert f'value="{today}"' in client.get(page("mentees")).content.decode()
    for _ in range(2):
        assert client.post(page("note_meeting", pairing.pk), {"met_on": today}).url == page(
            "mentees"
        )
    assert MentorMeeting.objects.get().met_on == clock.today()
    assert "You have met once" in text_of(client.get(page("mentees")))
    event = AuditEvent.objects.get(action="noted mentor meeting")
    assert event.actor == pairing.mentor.user.email


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "this day is in the future"), (-31, "before the two were paired")],
)
def test_a_day_that_cannot_be_is_refused_and_kept(days, words, sign_in):
    pairing = make.pairing(started_on=clock.today() - timedelta(days=30))
    day = (clock.today() + timedelta(days=days)).isoformat()
    response = sign_in(pairing.mentor.user).post(page("note_meeting", pairing.pk), {"met_on": day})
    assert (response.status_code, words in text_of(response)) == (200, True)
    assert day in response.content.decode()
    assert not MentorMeeting.objects.exists()


@pytest.mark.parametrize("who", ["staff", "another Pioneer", "another mentor", "earlier mentor"])
def test_nobody_but_the_two_of_them_notes_a_meeting(who, sign_in):
    pairing = make.pairing()
    client = sign_in(people_around(pairing)[who])
    response = client.post(page("note_meeting", pairing.pk), {"met_on": clock.today().isoformat()})
    assert response.status_code in (403, 404)
    assert not MentorMeeting.objects.exists()


def test_the_lists_take_as_many_queries_for_thirty_as_for_three(client, count_queries):
    by, mentor = make.staff(), make.mentor(capacity=40)
    cohort = make.cohort(state="running", places=40)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            make.pairing(make.pioneer(cohort), mentor)
            make.mentor()
        client.force_login(by)
        staff = [page("staff_pioneers", cohort.pk), page("mentors")]
        found = [count_queries(lambda url=url: client.get(url)) for url in staff]
        client.force_login(mentor.user)
        found.append(count_queries(lambda: client.get(page("mentees"))))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 11
