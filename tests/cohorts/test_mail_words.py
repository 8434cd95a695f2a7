"""The words of mails: changed by staff beside a preview of somebody real."""

from __future__ import annotations

import pytest

from core import mail as mails
from core.models import AuditEvent, EmailTemplate, OutboundEmail
from tests import factories as make
from tests.cohorts.outbox import mail, outbox

pytestmark = pytest.mark.django_db
KIND = "session_reminder"
SUBJECT, BODY = "{title}: {date}", "Dear {first_name},\n\nCome to {where}. <b>Now</b>\n{site}"


@pytest.fixture
def cohort():
    return make.cohort()


@pytest.fixture
def staff(sign_in):
    user = make.staff()
    sign_in(user)
    return user


def page_of(cohort, rest="") -> str:
    return outbox(cohort, f"words/{KIND}/{rest}")


def queued(cohort, key="a", **context) -> OutboundEmail:
    facts = dict.fromkeys(("title", "date", "time", "where", "ahead"), "x")
    person = make.person("Grace Amponsah")
    mails.queue(
        KIND,
        to=person,
        key=key,
        scope=cohort.scope,
        hold=True,
        context={**facts, "session_url": "x", "apologies_url": "x", **context},
    )
    return OutboundEmail.objects.get(key=key)


def test_new_words_are_used_from_now_on_and_what_waits_is_offered(client, cohort, staff):
    row = queued(cohort, title="Workshop 2", date="Tuesday 4 May")
    was = row.subject
    response = client.post(page_of(cohort), {"subject": SUBJECT, "body": BODY})
    assert (response.status_code, response.url) == (302, page_of(cohort, "waiting/"))
    row.refresh_from_db()
    assert row.subject == was
    assert "Change 1 mail" in client.get(response.url).content.decode()
    row.refresh_from_db()
    assert row.subject == was
    client.post(response.url)
    row.refresh_from_db()
    assert row.subject == "Workshop 2: Tuesday 4 May"
    assert row.body.startswith("Dear Grace,\n\nCome to x. <b>Now</b>")
    assert queued(cohort, "b", title="T", date="D").subject == "T: D"
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["changed words of mail", "put new words into mail"]


def test_mails_by_hand_gone_or_elsewhere_keep_their_words(client, cohort, staff):
    by_hand = queued(cohort, "hand")
    OutboundEmail.objects.filter(pk=by_hand.pk).update(context={}, subject="By hand")
    sent, elsewhere = queued(cohort, "sent"), queued(make.cohort(), "elsewhere")
    OutboundEmail.objects.filter(pk=sent.pk).update(state="cancelled")
    before = list(OutboundEmail.objects.order_by("pk").values_list("subject", "body"))
    response = client.post(page_of(cohort), {"subject": "New", "body": "New"})
    assert response.url == outbox(cohort, "words/")
    client.post(page_of(cohort, "waiting/"))
    assert list(OutboundEmail.objects.order_by("pk").values_list("subject", "body")) == before
    assert elsewhere.state == "held"


@pytest.mark.parametrize(
    ("subject", "body", "said"),
    [
        ("Hello {frist_name}", "Dear you", "This mail has no {frist_name}. You can use: {first_n"),
        ("Hello", "Dear {surname} and {home}", "This mail has no {home}, {surname}."),
        ("", "Dear you", "Please fill this in."),
        ("   ", "Dear you", "Please fill this in."),
    ],
)
def test_words_that_cannot_be_are_refused_and_kept_as_typed(
    client, cohort, staff, subject, body, said
):
    page = client.post(page_of(cohort), {"subject": subject, "body": body})
    shown = page.content.decode()
    assert page.status_code == 200
    assert [said in shown, body in shown] == [True, True]
    assert EmailTemplate.objects.count() == 0


def test_the_preview_marks_what_is_filled_in_and_escapes_everything(client, cohort, staff):
    row = queued(cohort, title="<i>Workshop</i>", date="Tuesday")
    typed = {"subject": "{title}", "body": BODY, "preview": "1", "reader": row.pk}
    page = client.post(page_of(cohort), typed).content.decode()
    assert "<mark>&lt;i&gt;Workshop&lt;/i&gt;</mark>" in page
    assert "Dear <mark>Grace</mark>" in page
    assert "&lt;b&gt;Now&lt;/b&gt;" in page
    assert ["<b>Now</b>" in page, "<i>Workshop</i>" in page] == [False, False]
    assert "As Grace Amponsah reads it" in page
    assert EmailTemplate.objects.count() == 0


def test_the_preview_hides_the_readers_own_link(client, cohort, staff):
    token = "x" * 32
    queued(cohort, apologies_url=f"https://site.example/cant-come/{token}/")
    page = client.get(page_of(cohort)).content.decode()
    assert [token in page, "their-own-link" in page] == [False, True]


def test_the_preview_is_of_the_reader_who_was_chosen(client, cohort, staff):
    queued(cohort, "a", title="First")
    second = queued(cohort, "b", title="Second")
    typed = {"subject": "{title}", "body": "x", "preview": "1", "reader": second.pk}
    assert "<mark>Second</mark>" in client.post(page_of(cohort), typed).content.decode()
    elsewhere = queued(make.cohort(), "c", title="Elsewhere")
    page = client.post(page_of(cohort), {**typed, "reader": elsewhere.pk}).content.decode()
    assert "Elsewhere" not in page


def test_without_any_mail_yet_the_names_of_the_words_are_shown(client, cohort, staff):
    page = client.get(page_of(cohort)).content.decode()
    assert 'title="Not known for this person">{first_name}</mark>' in page


def test_the_default_words_come_back_and_what_waits_is_offered(client, cohort, staff):
    EmailTemplate.objects.create(kind=KIND, subject="Ours", body="Ours")
    row = queued(cohort, title="Workshop", ahead="tomorrow", date="Tuesday")
    assert row.subject == "Ours"
    assert client.get(page_of(cohort, "default/")).status_code == 200
    assert EmailTemplate.objects.count() == 1
    url = client.post(page_of(cohort, "default/")).url
    assert (EmailTemplate.objects.count(), url) == (0, page_of(cohort, "waiting/"))
    client.post(url)
    row.refresh_from_db()
    assert row.subject == "Workshop is tomorrow: Tuesday"


@pytest.mark.parametrize("kind", ["account", "no_such_kind"])
def test_sign_in_codes_and_unknown_kinds_have_no_words_to_change(client, cohort, staff, kind):
    url = outbox(cohort, f"words/{kind}/")
    posted = client.post(url, {"subject": "New", "body": "New"})
    assert (client.get(url).status_code, posted.status_code) == (404, 404)
    assert f"/words/{kind}/" not in client.get(outbox(cohort, "words/")).content.decode()


def test_sign_in_codes_keep_nothing_of_what_they_were_filled_with():
    person = make.person()
    mails.queue("account", to=person, key="code", context={"body": "481516", "subject": "Code"})
    assert OutboundEmail.objects.get(key="code").context == {}


def test_a_mail_changed_by_hand_is_not_reworded(client, cohort, staff):
    row = queued(cohort)
    client.post(outbox(cohort, f"{row.pk}/edit/"), {"subject": "Mine", "body": "Mine"})
    row.refresh_from_db()
    assert (row.subject, row.context) == ("Mine", {})


def test_the_list_says_whose_words_hold_and_how_many_wait(client, cohort, staff):
    EmailTemplate.objects.create(kind=KIND, subject="Ours", body="Ours")
    mail(cohort, "held"), mail(cohort, "sent"), mail(make.cohort(), "held")
    rows = client.get(outbox(cohort, "words/")).context["kinds"]
    found = {kind.key: (bool(changed), waiting) for kind, changed, waiting in rows}
    assert (found[KIND], found["offer"]) == ((True, 1), (False, 0))
