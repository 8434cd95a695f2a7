"""Staff's pages of cohorts and of the outbox: what each button does, and how much it asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.models import AuditEvent, OutboundEmail
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return make.cohort()


@pytest.fixture
def staff(sign_in):
    user = make.staff()
    sign_in(user)
    return user


def mail(cohort, state="held", **fields) -> OutboundEmail:
    n = OutboundEmail.objects.count()
    if state == "sent":
        fields["sent_at"] = clock.now()
    return OutboundEmail.objects.create(
        key=f"m{n}",
        kind="offer",
        scope=cohort.scope,
        to_email=f"p{n}@homes.example",
        subject=f"Letter {n}",
        body="Dear Grace",
        state=state,
        message_id=f"<{n}@x>",
        **fields,
    )


def outbox(cohort, rest="") -> str:
    return f"/staff/cohorts/{cohort.pk}/outbox/{rest}"


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("release", "held", "due"),
        ("hold", "due", "held"),
        ("cancel", "held", "cancelled"),
        ("cancel", "due", "cancelled"),
        ("retry", "failed", "due"),
        ("retry", "unknown", "due"),
    ],
)
def test_a_button_does_what_it_says_and_says_who_pressed_it(
    client, staff, cohort, verb, before, after
):
    row = mail(cohort, before)
    url = outbox(cohort, f"{row.pk}/{verb}/")
    assert client.get(url).status_code == 200
    row.refresh_from_db()
    assert row.state == before
    response = client.post(url)
    assert (response.status_code, response.url) == (302, outbox(cohort, f"{row.pk}/"))
    row.refresh_from_db()
    assert row.state == after
    assert [event.actor for event in AuditEvent.objects.all()] == [staff.email]


@pytest.mark.parametrize("verb", ["hold", "cancel", "retry"])
def test_a_button_on_a_sent_mail_is_refused_in_words(client, staff, cohort, verb):
    row = mail(cohort, "sent")
    page = client.post(outbox(cohort, f"{row.pk}/{verb}/"), follow=True)
    assert "it is “Sent”" in page.content.decode() or "is “Sent”" in page.content.decode()
    row.refresh_from_db()
    assert row.state == "sent"


def test_all_held_mails_of_this_cohort_are_released_and_no_others(client, staff, cohort):
    held, cancelled = mail(cohort), mail(cohort, "cancelled")
    elsewhere = mail(make.cohort())
    page = client.post(outbox(cohort, "release/"), follow=True)
    assert "1 mail released." in page.content.decode()
    states = [OutboundEmail.objects.get(pk=r.pk).state for r in (held, cancelled, elsewhere)]
    assert states == ["due", "cancelled", "held"]


def test_the_words_of_a_waiting_mail_can_be_changed(client, staff, cohort):
    row = mail(cohort)
    words = {"subject": "A new subject", "body": "Dear Grace, welcome."}
    response = client.post(outbox(cohort, f"{row.pk}/edit/"), words)
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.subject, row.body) == ("A new subject", "Dear Grace, welcome.")


def test_the_words_of_a_sent_mail_stay_and_what_was_typed_is_kept(client, staff, cohort):
    row = mail(cohort, "sent")
    words = {"subject": "Typed anew", "body": "Typed at length"}
    page = client.post(outbox(cohort, f"{row.pk}/edit/"), words)
    shown = page.content.decode()
    assert page.status_code == 200
    assert [text in shown for text in ("can no longer be changed", *words.values())] == [True] * 3
    row.refresh_from_db()
    assert row.subject == "Letter 0"


def test_the_outbox_can_be_asked_for_one_state(client, staff, cohort):
    mail(cohort), mail(cohort, "failed")
    shown = client.get(outbox(cohort) + "?state=failed").content.decode()
    assert ["Letter 1" in shown, "Letter 0" in shown] == [True, False]
    both = client.get(outbox(cohort) + "?state=nonsense").content.decode()
    assert ["Letter 1" in both, "Letter 0" in both] == [True, True]


def test_a_cohort_is_made_changed_and_moved_on_the_pages(client, staff):
    now, today = clock.now(), clock.today()
    typed = {
        "number": 51,
        "label": "2027/28",
        "applications_open_at": now.strftime("%Y-%m-%dT%H:%M"),
        "applications_close_at": (now + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M"),
        "starts_on": today + timedelta(days=60),
        "ends_on": today + timedelta(days=330),
        "places": 30,
        "boroughs": [make.borough().pk],
        "settings": ["older_nursing"],
        "roles": ["manager"],
        "workshop_count": 4,
        "workshop_weekday": 2,
        "workshop_starts": "09:30",
        "workshop_ends": "16:30",
        "set_count": 5,
        "set_meeting_count": 9,
        "set_starts": "10:00",
        "set_ends": "13:00",
    }
    url = client.post("/staff/cohorts/add/", typed).url
    cohort = staff.staff_memberships.get().programme.cohorts.get(number=51)
    assert url == f"/staff/cohorts/{cohort.pk}/settings/"
    refused = client.post(url, {**typed, "celebration_on": today})
    assert "The celebration cannot be before the first day." in refused.content.decode()
    assert 'value="2027/28"' in refused.content.decode()
    assert client.post(url, {**typed, "places": 31}).status_code == 302
    assert client.post(f"/staff/cohorts/{cohort.pk}/move/open/").status_code == 302
    cohort.refresh_from_db()
    assert (cohort.places, cohort.state) == (31, "open")


def _cohorts(n, cohort):
    for _ in range(n):
        make.cohort()


def _mails(n, cohort):
    for _ in range(n):
        mail(cohort)


def _funders(n, cohort):
    for _ in range(n):
        make.funder_contact()


def _team(n, cohort):
    for _ in range(n):
        make.staff()


@pytest.mark.parametrize(
    ("path", "maker"),
    [
        ("/staff/cohorts/", _cohorts),
        ("/staff/cohorts/{pk}/outbox/", _mails),
        ("/staff/funders/", _funders),
        ("/staff/team/", _team),
    ],
)
def test_a_list_of_thirty_takes_as_many_queries_as_one_of_three(client, staff, cohort, path, maker):
    counts = []
    for more in (3, 27):
        maker(more, cohort)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path.format(pk=cohort.pk)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
