"""Staff's own words to a set, a session's people, who was missing: to exactly who is ticked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohorts import audiences
from cohorts.services import writing
from core import clock
from core.mail.words import PLACEHOLDER
from core.models import OutboundEmail
from core.templatetags.words import day
from pioneers.services import pauses
from tests import factories as make
from tests.cohorts.outbox import outbox
from workshops import expected
from workshops.models import Attendance, CompletionRule, Session

pytestmark = pytest.mark.django_db
WORDS = {"subject": "News for {first_name}", "body": "Dear {first_name} of {home},\n\nHello."}


@pytest.fixture
def staff(sign_in):
    user = make.staff()
    sign_in(user)
    return user


@pytest.fixture
def cohort(staff):
    today = clock.today()
    return make.cohort(
        state="running", starts_on=today - timedelta(days=50), ends_on=today + timedelta(days=200)
    )


def names(audience: str, cohort, user, which="") -> list[int]:
    found = audiences.get(audience)
    return sorted(one.pk for one in audiences.people_of(found, cohort, user, str(which)))


def ids(*pioneers) -> list[int]:
    return sorted(one.person_id for one in pioneers)


def test_who_belongs_to_each_audience(cohort, staff):
    active, leads = make.pioneer(cohort), make.person("Facilitator")
    paused, gone = make.pioneer(cohort, state="paused"), make.pioneer(cohort, state="withdrawn")
    make.pioneer(make.cohort(state="running"))
    of_set = make.learning_set(cohort, facilitator=leads)
    make.member(of_set, active), make.member(of_set, gone)
    session = make.session(cohort, day=clock.today() - timedelta(days=3))
    for pioneer, state in ((active, "absent"), (paused, "apologies"), (gone, "absent")):
        Attendance.objects.create(session=session, pioneer=pioneer, state=state, recorded_by=staff)
    assert {
        "all": names("pioneers", cohort, staff),
        "active": names("pioneers", cohort, staff, "active"),
        "paused": names("pioneers", cohort, staff, "paused"),
        "set": names("set", cohort, staff, of_set.pk),
        "no set": names("no_set", cohort, staff),
        "at": names("session", cohort, staff, session.pk),
        "apologies": names("apologies", cohort, staff, session.pk),
        "missing": names("no_apologies", cohort, staff, session.pk),
    } == {
        "all": ids(active, paused),
        "active": ids(active),
        "paused": ids(paused),
        "set": sorted([active.person_id, leads.pk]),
        "no set": ids(paused),
        "at": [],
        "apologies": ids(paused),
        "missing": ids(active),
    }


def test_who_is_behind_is_written_to_in_two_presses(client, cohort, staff):
    """Two of two workshops are asked; who missed one cannot get there any more."""
    CompletionRule.objects.create(cohort=cohort, workshops=2, set_meetings=0)
    came, missed, off = make.pioneer(cohort), make.pioneer(cohort), make.pioneer(cohort)
    paused = make.pioneer(cohort, state="paused")
    past = make.session(cohort, day=clock.today() - timedelta(days=3))
    past.register_taken_at = clock.now()
    past.save()
    for pioneer in (missed, off, paused):
        Attendance.objects.create(session=past, pioneer=pioneer, state="absent", recorded_by=staff)
    Attendance.objects.create(session=past, pioneer=came, state="present", recorded_by=staff)
    to_come = make.session(cohort, day=clock.today() + timedelta(days=9))
    expected.expect([to_come])
    pauses.pause(off, weeks=2, reason="outbreak", by=staff)

    attendance = client.get(reverse("workshops:cohort_attendance", args=[cohort.pk]))
    url = outbox(cohort, "write/behind/")
    assert f'href="{url}"' in attendance.content.decode()
    assert "Write to 1 who is behind" in attendance.content.decode()

    page = client.get(url)
    form = page.context["form"]
    assert form["hold"].value() is False
    typed = {name: form[name].value() for name in ("subject", "body", "writing")}
    typed |= {"seen": page.context["seen"], "people": ids(missed)}
    assert client.post(url, typed).status_code == 302
    row = OutboundEmail.objects.get(kind="message_to_people")
    assert (row.person_id, row.state) == (missed.person_id, "due")
    assert "\n- 2 more workshops" in row.body
    assert "{" not in row.subject + row.body


def test_who_was_missing_is_written_to_in_two_presses_from_home_and_waits_no_more(
    client, cohort, staff
):
    pioneers = [make.pioneer(cohort) for _ in range(4)]
    twice, came, off, long_ago = pioneers
    days = (3, 27, 29)
    late, early, gone_by = (make.session(cohort, day=clock.today() - timedelta(n)) for n in days)
    Session.objects.update(register_taken_at=clock.now())
    for session, pioneer, state in (
        (late, twice, "absent"),
        (early, twice, "absent"),
        (late, came, "present"),
        (early, came, "apologies"),
        (late, off, "absent"),
        (gone_by, long_ago, "absent"),
    ):
        Attendance.objects.create(session=session, pioneer=pioneer, state=state, recorded_by=staff)
    pauses.pause(off, weeks=2, reason="outbreak", by=staff)
    url = outbox(cohort, "write/missed/")
    line = "person was missing from a session, and sent no word"

    home = client.get(reverse("reports:home")).content.decode()
    assert (f'href="{url}"' in home, line in home) == (True, True)
    page = client.get(url)
    form = page.context["form"]
    typed = {name: form[name].value() for name in ("subject", "body", "writing")}
    typed |= {"seen": page.context["seen"], "people": ids(*pioneers)}
    assert client.post(url, typed).status_code == 302
    row = OutboundEmail.objects.get(kind="message_to_people")
    assert (row.person_id, row.state) == (twice.person_id, "due")
    assert day(late.starts_at) in row.body
    assert line not in client.get(reverse("reports:home")).content.decode()
    assert names("missed", cohort, staff) == []


def test_staff_write_from_the_session_to_who_was_missing_and_its_facilitator_does_not(
    client, cohort, staff, sign_in
):
    leads = make.person("Facilitator")
    of_set = make.learning_set(cohort, facilitator=leads)
    session = make.session(of_set, day=clock.today() - timedelta(days=3))
    for state in ("absent", "absent", "apologies"):
        pioneer = make.pioneer(cohort)
        Attendance.objects.create(session=session, pioneer=pioneer, state=state, recorded_by=staff)
    page = reverse("workshops:session", args=[session.pk])
    button = "Write to 2 who were missing"
    html = client.get(page).content.decode()
    assert f'href="{outbox(cohort, "write/no_apologies/")}?of={session.pk}"' in html
    assert button in html
    assert button not in sign_in(leads).get(page).content.decode()


@pytest.mark.parametrize("which", ["", "0", "x", "99999999999999999999", "-1"])
@pytest.mark.parametrize("audience", ["set", "session", "apologies", "no_apologies"])
def test_a_set_or_session_that_is_none_has_nobody(cohort, staff, audience, which):
    make.pioneer(cohort)
    assert names(audience, cohort, staff, which) == []


def test_ready_words_use_only_what_is_filled_in_for_these_people():
    ready = [one for one in audiences.all_audiences() if one.body]
    assert [one.key for one in ready if not one.subject] == []
    for audience in ready:
        known = writing.placeholders(audience)
        used = PLACEHOLDER.findall(audience.subject + audience.body)
        assert [name for name in used if name not in known] == [], audience.key
    assert {"behind", "no_apologies"} <= {one.key for one in ready}


def test_a_set_of_another_cohort_has_nobody_here(cohort, staff):
    other = make.learning_set(make.cohort(state="running"), members=2)
    assert names("set", cohort, staff, other.pk) == []


def test_only_who_is_ticked_gets_a_mail_and_it_waits(client, cohort, staff):
    pioneers = [make.pioneer(cohort) for _ in range(3)]
    url = outbox(cohort, "write/pioneers/")
    form = client.get(url).content.decode()
    assert len(re.findall(r'name="people" value="\d+"[^>]* checked', form)) == 3
    typed = {
        **WORDS,
        "hold": "on",
        "writing": re.search(r'name="writing" value="(\w+)"', form)[1],
        "people": [pioneers[0].person_id, pioneers[2].person_id],
    }
    # Pressed before anybody saw the words filled in: they are shown, and nothing is made.
    shown = client.post(url, typed).content.decode()
    assert "Please look once more" in shown
    first = min((pioneers[0].person, pioneers[2].person), key=lambda one: (one.name, one.pk))
    assert f"<mark>{first.first_name}</mark>" in shown
    assert OutboundEmail.objects.count() == 0
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    for _ in range(2):
        assert client.post(url, {**typed, "seen": seen}).status_code == 302
    rows = OutboundEmail.objects.order_by("person")
    assert [(row.person_id, row.state, row.kind) for row in rows] == [
        (pk, "held", "message_to_people") for pk in ids(pioneers[0], pioneers[2])
    ]
    assert {row.subject for row in rows} == {
        f"News for {one.person.first_name}" for one in (pioneers[0], pioneers[2])
    }
    assert pioneers[0].home.name in rows.get(person=pioneers[0].person_id).body


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"body": "Dear {surname}"}, "This mail has no {surname}."),
        ({"people": []}, "Nobody is ticked."),
        ({"writing": "old"}, "too old to send from"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_kept_as_typed(client, cohort, staff, changed, said):
    from core.mail.words import seen

    pioneer = make.pioneer(cohort)
    typed = {**WORDS, "writing": "a" * 16, "people": [pioneer.person_id], **changed}
    typed["seen"] = seen(typed["subject"], typed["body"])
    page = client.post(outbox(cohort, "write/pioneers/"), typed)
    shown = page.content.decode()
    assert [said in shown, typed["body"].split(",")[0] in shown] == [True, True]
    assert OutboundEmail.objects.count() == 0


def test_another_programmes_staff_find_nobody_to_write_to(client, sign_in, cohort):
    sign_in(make.staff(make.another_programme()))
    make.pioneer(cohort)
    for url in ("write/", "write/pioneers/"):
        assert client.get(outbox(cohort, url)).status_code == 404


def test_the_choice_and_the_page_take_as_many_queries_for_thirty_as_for_three(
    client, cohort, staff
):
    counts = []
    for more in (3, 27):
        for _ in range(more):
            make.pioneer(cohort)
            make.learning_set(cohort)
            make.session(cohort, day=clock.today() + timedelta(days=9))
        for url in ("write/", "write/pioneers/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(outbox(cohort, url)).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 15
