"""Pairs: suggested, released, asked whether they met, parted."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.services.mail_rules import change_rule
from core import clock
from core.models import AuditEvent, MailState, OutboundEmail
from pioneers import mentor_reminders
from pioneers.enums import PairingEnd, PioneerState
from pioneers.models import HomePause, MentorMeeting, Pairing, PairingProposal
from pioneers.selectors import mentors as rows
from pioneers.services import mentoring, mentors, pairing, pioneers
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 10)


@pytest.fixture
def wednesday():
    with clock.at(clock.now().replace(year=2027, month=3, day=10, hour=9)):
        yield


def page(name, *args):
    return reverse(f"pioneers:{name}", args=args)


def mails(kind):
    return sorted(OutboundEmail.objects.filter(kind=kind).values_list("to_email", flat=True))


def test_suggesting_tells_nobody_and_releasing_tells_both(sign_in):
    by, cohort = make.staff(), make.cohort(state="running")
    people = [make.pioneer(cohort) for _ in range(2)]
    mentor = make.mentor(capacity=2)
    client = sign_in(by)
    client.post(page("suggest_pairs", cohort.pk))
    assert PairingProposal.objects.count() == 2
    assert (Pairing.objects.count(), OutboundEmail.objects.count()) == (0, 0)
    response = client.post(page("release_pairs", cohort.pk))
    assert response.url == page("cohort_mentors", cohort.pk)
    assert PairingProposal.objects.count() == 0
    assert {one.pioneer for one in Pairing.objects.current()} == set(people)
    assert mails("mentor_paired") == [mentor.user.email] * 2
    assert mails("pioneer_paired") == sorted(one.person.email for one in people)


def test_a_suggestion_sees_provider_wishes_and_who_was_parted():
    by, cohort = make.staff(), make.cohort(state="running")
    pioneer = make.pioneer(cohort, home=make.care_home(provider_id="P1"))
    mentoring.wish_for(pioneer, areas=["dementia"], by=pioneer.person)
    make.mentor(provider_id="P1", areas=["dementia"])
    before, good = make.mentor(areas=["dementia"]), make.mentor(areas=["dementia"])
    make.mentor()
    old = mentoring.pair(before, pioneer, by=by)
    mentoring.end_pairing(old, by=by, reason=PairingEnd.CHANGE)
    assert pairing.suggest_pairs(cohort, by=by) == {}
    proposal = PairingProposal.objects.get()
    assert proposal.mentor == good
    assert proposal.reasons[0] == "Can help with what they asked for: Dementia."


def test_staff_change_a_suggestion_but_not_into_the_own_provider(sign_in):
    by, cohort = make.staff(), make.cohort(state="running")
    pioneer = make.pioneer(cohort, home=make.care_home(provider_id="P1"))
    first, same, other = make.mentor(), make.mentor(provider_id="P1"), make.mentor()
    proposal = PairingProposal.objects.create(mentor=first, pioneer=pioneer)
    client = sign_in(by)
    url = page("choose_mentor", cohort.pk, proposal.pk)
    refused = client.post(url, {"mentor": same.pk})
    assert (refused.status_code, "works for the same provider" in refused.content.decode()) == (
        200,
        True,
    )
    client.post(url, {"mentor": other.pk})
    proposal.refresh_from_db()
    assert (proposal.mentor, proposal.reasons[0]) == (other, "Chosen by staff.")
    client.post(page("drop_proposal", cohort.pk, proposal.pk))
    assert not PairingProposal.objects.exists()
    assert OutboundEmail.objects.count() == 0


def test_released_twice_at_once_each_pair_begins_once(sign_in):
    by, cohort = make.staff(), make.cohort(state="running")
    make.pioneer(cohort)
    make.mentor()
    pairing.suggest_pairs(cohort, by=by)
    assert pairing.release_pairs(cohort, by=by) == 1
    with pytest.raises(pairing.Refused, match="nothing to release"):
        pairing.release_pairs(cohort, by=by)
    assert Pairing.objects.count() == 1


def test_a_change_of_mentor_keeps_the_history_and_closes_access_at_once(sign_in):
    by = make.staff()
    old = make.pairing()
    make_met = mentoring.record_meeting(old, met_on=clock.today(), by=old.mentor.user)
    open_page = sign_in(old.mentor.user)
    assert [one.pk for one in open_page.get(page("mentees")).context["rows"]] == [old.pk]
    mentoring.pair(make.mentor(), old.pioneer, by=by)
    assert list(open_page.get(page("mentees")).context["rows"]) == []
    posted = open_page.post(page("note_meeting", old.pk), {"met_on": clock.today().isoformat()})
    assert posted.status_code == 404
    assert MentorMeeting.objects.get() == make_met
    old.refresh_from_db()
    assert (old.ended_on, old.end_reason) == (clock.today(), PairingEnd.CHANGE)
    # The Pioneer gets one mail, of the new mentor; the old mentor that it is over.
    assert mails("mentoring_over") == [old.mentor.user.email]
    assert mails("pioneer_paired") == [old.pioneer.person.email]


def test_who_leaves_the_programme_is_no_longer_seen_by_the_mentor():
    pair = make.pairing()
    pioneers.change_state(pair.pioneer, to=PioneerState.WITHDRAWN, by=make.staff())
    pair.refresh_from_db()
    assert (pair.ended_on, pair.end_reason) == (clock.today(), PairingEnd.PIONEER_LEFT)


def test_a_mentor_who_stops_leaves_their_pioneers_free_for_another(sign_in):
    pair = make.pairing()
    sign_in(make.staff()).post(page("stop_mentoring", pair.mentor.pk))
    pair.refresh_from_db()
    assert pair.end_reason == PairingEnd.MENTOR_LEFT
    assert list(rows.without_mentor(pair.pioneer.cohort)) == [pair.pioneer]
    assert AuditEvent.objects.get(action="mentor stopped").detail == {"pairs ended": 1}


@pytest.mark.parametrize(
    ("heard", "asked"),
    [
        (TODAY, date(2027, 4, 7)),
        (TODAY - timedelta(days=28), TODAY),
        # An outage of a day or two does not cost the question; after that it is the next one.
        (TODAY - timedelta(days=30), TODAY - timedelta(days=2)),
        (TODAY - timedelta(days=33), date(2027, 4, 2)),
        # Saturday 13 March becomes Monday.
        (date(2027, 2, 13), date(2027, 3, 15)),
    ],
)
def test_a_pair_is_asked_every_four_weeks_and_not_at_a_weekend(heard, asked):
    found = mentor_reminders._next(heard, TODAY)
    assert (found, found.weekday() < 5) == (asked, True)


def test_both_are_asked_once_and_the_second_planning_does_nothing(wednesday):
    pair = make.pairing(
        make.pioneer(make.cohort(state="running")), started_on=TODAY - timedelta(days=20)
    )
    assert mentor_reminders.plan_check_ins() == 2
    assert mentor_reminders.plan_check_ins() == 0
    assert mails("mentor_check_in") == sorted([pair.mentor.user.email, pair.pioneer.person.email])


def test_said_by_one_the_other_is_not_asked_any_more(wednesday):
    pair = make.pairing(
        make.pioneer(make.cohort(state="running")), started_on=TODAY - timedelta(days=20)
    )
    mentor_reminders.plan_check_ins()
    mentoring.record_meeting(pair, met_on=TODAY, by=pair.mentor.user)
    assert set(OutboundEmail.objects.values_list("state", flat=True)) == {MailState.CANCELLED}


@pytest.mark.parametrize(
    ("is_on", "hour", "expected"),
    [(True, 10, {("due", 10)}), (True, 16, {("due", 16)}), (False, 10, {("cancelled", 10)})],
)
def test_the_cohorts_rule_moves_and_stops_the_question(is_on, hour, expected, wednesday):
    cohort = make.cohort(state="running")
    make.pairing(make.pioneer(cohort), started_on=TODAY - timedelta(days=20))
    mentor_reminders.plan_check_ins()
    change_rule(cohort, mentor_reminders.KIND, is_on=is_on, days=28, at=time(hour), by=make.staff())
    mentor_reminders.plan_check_ins()
    assert mentor_reminders.plan_check_ins() == 0
    assert {
        (row.state, timezone.localtime(row.due_at).hour) for row in OutboundEmail.objects.all()
    } == expected


def test_who_is_paused_by_an_outbreak_is_not_asked(wednesday):
    pioneer = make.pioneer(make.cohort(state="running"), home=make.care_home())
    make.pairing(pioneer, started_on=TODAY - timedelta(days=20))
    mentor_reminders.plan_check_ins()
    HomePause.objects.create(
        home=pioneer.home,
        reason="outbreak",
        ends_on=TODAY + timedelta(weeks=3),
        started_by=pioneer.person,
    )
    mentor_reminders.plan_check_ins()
    assert set(OutboundEmail.objects.values_list("state", flat=True)) == {MailState.CANCELLED}


def link_in(mail):
    return re.search(r"/we-met/[\w-]{32}/", mail.body)[0]


def test_we_met_is_one_tap_from_the_mail_without_signing_in(client, wednesday):
    pair = make.pairing(
        make.pioneer(make.cohort(state="running")), started_on=TODAY - timedelta(days=28)
    )
    mentor_reminders.plan_check_ins()
    url = link_in(OutboundEmail.objects.get(to_email=pair.pioneer.person.email))
    assert client.get(url).status_code == 200
    assert not MentorMeeting.objects.exists()
    for _ in range(2):
        answer = client.post(url, {"today": "1"}).content.decode()
        assert ("Noted" in answer, "<title>Error" in answer) == (True, False)
    meeting = MentorMeeting.objects.get()
    assert (meeting.met_on, meeting.recorded_by) == (TODAY, pair.pioneer.person)


def test_a_day_typed_in_the_mails_page_that_cannot_be_is_refused_and_kept(client, wednesday):
    pair = make.pairing(
        make.pioneer(make.cohort(state="running")), started_on=TODAY - timedelta(days=28)
    )
    mentor_reminders.plan_check_ins()
    url = link_in(OutboundEmail.objects.get(to_email=pair.mentor.user.email))
    response = client.post(url, {"met_on": "2027-03-11"})
    assert "this day is in the future" in response.content.decode()
    assert "2027-03-11" in response.content.decode()
    assert not MentorMeeting.objects.exists()


def test_the_link_of_a_pair_that_is_over_opens_nothing(client, wednesday):
    pair = make.pairing(
        make.pioneer(make.cohort(state="running")), started_on=TODAY - timedelta(days=28)
    )
    mentor_reminders.plan_check_ins()
    url = link_in(OutboundEmail.objects.get(to_email=pair.mentor.user.email))
    mentoring.end_pairing(pair, by=make.staff())
    for response in (client.get(url), client.post(url, {"today": "1"})):
        assert response.status_code == 410
        assert str(pair.pioneer) not in response.content.decode()
    assert not MentorMeeting.objects.exists()


def test_quiet_pairs_are_first_on_staffs_home_and_asked_in_one_press_there(sign_in, wednesday):
    cohort = make.cohort(state="running")
    quiet = make.pairing(make.pioneer(cohort), started_on=TODAY - timedelta(days=60))
    make.pairing(make.pioneer(cohort), started_on=TODAY - timedelta(days=5))
    paused = make.pioneer(cohort, state=PioneerState.PAUSED)
    make.pairing(paused, started_on=TODAY - timedelta(days=60))
    client = sign_in(make.staff())
    home = client.get(reverse("reports:home"))
    line = home.context["first"]
    assert (line["title"], line["url"], line["count"]) == (
        "1 mentor and Pioneer have not met for six weeks",
        page("cohort_mentors", cohort.pk),
        1,
    )
    assert client.get(line["url"]).context["quiet"] == 2  # the paused one is shown, not asked
    ask = page("ask_quiet_pairs", cohort.pk)
    form = home.content.decode().split(f'<form method="post" action="{ask}">')[1]
    assert "csrfmiddlewaretoken" in form.split("</form>")[0]
    assert "Ask them whether they met</button>" in form.split("</form>")[0]
    said = [
        [str(one) for one in client.post(ask, follow=True).context["messages"]] for _ in range(2)
    ]
    assert said == [["2 mails on their way."], ["They have all been asked today already."]]
    assert mails("mentor_check_in") == sorted([quiet.mentor.user.email, quiet.pioneer.person.email])


def test_a_pioneer_says_what_a_mentor_should_help_with(sign_in):
    pioneer = make.pioneer(make.cohort(state="running"))
    client = sign_in(pioneer.person)
    client.post(page("own_mentor"), {"areas": ["wellbeing", "dementia"]})
    pioneer.refresh_from_db()
    assert pioneer.mentor_wishes == ["dementia", "wellbeing"]
    refused = client.post(page("own_mentor"), {"areas": ["secrets"]})
    assert refused.status_code == 200


def test_a_mentors_facts_are_changed_and_the_provider_found_in_the_register(sign_in):
    make.care_home(provider_id="1-101", provider_name="Elm Care Ltd")
    mentor = make.mentor()
    client = sign_in(make.staff())
    fields = {"capacity": "2", "provider_name": "elm care ltd", "areas": ["dementia"]}
    assert client.post(page("change_mentor", mentor.pk), fields).url == page("mentors")
    mentor.refresh_from_db()
    assert (mentor.provider_id, mentor.provider_name, mentor.areas, mentor.capacity) == (
        "1-101",
        "Elm Care Ltd",
        ["dementia"],
        2,
    )
    with pytest.raises(mentors.Refused):
        mentors.change_mentor(mentor, capacity=0, by=make.staff())


def test_the_page_of_pairs_takes_as_many_queries_for_thirty_as_for_three(sign_in, count_queries):
    cohort = make.cohort(state="running", places=99)
    client = sign_in(make.staff())
    counts = []
    for more in (3, 27):
        for _ in range(more):
            make.pairing(make.pioneer(cohort))
            make.pioneer(cohort)
            PairingProposal.objects.create(mentor=make.mentor(), pioneer=make.pioneer(cohort))
        counts.append(count_queries(lambda: client.get(page("cohort_mentors", cohort.pk))))
    assert counts[0] == counts[1]
    assert counts[0] <= 12
