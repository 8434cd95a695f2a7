"""The mail catcher, with a real SMTP client against the real server."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.urls import reverse

from demonstration.catcher import server, store

LIST = reverse("demonstration:caught_mails")


@pytest.fixture(autouse=True)
def caught(tmp_path: Path, settings) -> Path:
    settings.CAUGHT_MAIL_DIR = tmp_path / "caught-mail"
    return settings.CAUGHT_MAIL_DIR


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    catcher = server.controller(free)
    catcher.start()
    yield free
    catcher.stop()


def mail(to: str = "amara@home.example", subject: str = "Your place", **extra) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Care Home Pioneers <pioneers@programme.example>"
    message["To"] = to
    message["Subject"] = subject
    message.set_content(extra.get("text", "Confirm at http://127.0.0.1:8000/p/abc/\n"))
    return message


def send(port: int, message: EmailMessage, recipients: list[str] | None = None) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.send_message(message, to_addrs=recipients)


def test_a_mail_sent_by_django_is_on_the_list_and_can_be_read(port: int, client: Client):
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=port
    )
    EmailMultiAlternatives(
        subject="Your place on cohort 8 – Zoë’s home",
        body="Dear Zoë\n\nConfirm here: http://127.0.0.1:8000/places/7/?a=1&b=2\n",
        from_email="Programme <pioneers@programme.example>",
        to=['"Zoë Adeyemi" <zoe@home.example>'],
        connection=connection,
    ).send()

    [caught_mail] = store.listing()
    assert caught_mail.subject == "Your place on cohort 8 – Zoë’s home"
    assert caught_mail.recipients == ("zoe@home.example",)
    assert "Zoë’s home" in client.get(LIST).content.decode()
    page = client.get(reverse("demonstration:caught_mail", args=[caught_mail.name]))
    assert page.status_code == 200
    assert page.context["found"].text == (
        "Dear Zoë\n\nConfirm here: http://127.0.0.1:8000/places/7/?a=1&b=2"
    )
    assert '<a href="http://127.0.0.1:8000/places/7/?a=1&amp;b=2"' in page.content.decode()


def test_the_list_shows_the_newest_first(port: int, client: Client):
    for subject in ("first", "second", "third"):
        send(port, mail(subject=subject))
    assert [row.subject for row in client.get(LIST).context["rows"]] == [
        "third",
        "second",
        "first",
    ]


def test_a_search_finds_who_really_got_it_and_nobody_else(port: int, client: Client):
    send(
        port,
        mail(to="amara@home.example"),
        ["amara@home.example", "Blind.Copy@home.example"],
    )
    send(port, mail(to="grace@other.example", subject="blind.copy@ is only named here"))
    found = client.get(LIST, {"to": "blind.copy@"}).context["rows"]
    assert [row.subject for row in found] == ["Your place"]
    nobody = client.get(LIST, {"to": "nobody@"})
    assert nobody.context["rows"] == []
    assert "No mail to that address" in nobody.content.decode()


def test_the_list_is_shown_fifty_at_a_time(client: Client):
    for number in range(51):
        store.keep(mail(subject=f"Mail {number}").as_bytes(), "a@b.example", ["c@d.example"])
    first, second = client.get(LIST), client.get(LIST, {"page": 2})
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 1)
    assert second.context["rows"][0].subject == "Mail 0"


def test_an_empty_list_says_what_to_do(client: Client):
    page = client.get(LIST)
    assert page.status_code == 200
    assert "No mail yet" in page.content.decode()


def test_a_mail_of_html_alone_is_shown_as_words_and_never_as_html(port: int, client: Client):
    message = mail()
    message.set_content("<p>Tea &amp; cake</p><script>alert(1)</script>", subtype="html")
    send(port, message)
    [row] = store.listing()
    page = client.get(reverse("demonstration:caught_mail", args=[row.name]))
    assert page.context["found"].text == "Tea & cakealert(1)"
    assert "<script>alert" not in page.content.decode()


def test_attachments_are_listed_with_name_kind_and_size(port: int):
    message = mail()
    message.add_attachment(b"BEGIN:VCALENDAR", "text", "calendar", filename="session.ics")
    send(port, message)
    [row] = store.listing()
    opened = store.read(row.name)
    assert opened is not None
    assert opened.attachments == [("session.ics", "text/calendar", 15)]


def test_a_mail_in_an_unknown_character_set_can_still_be_read(port: int):
    raw = (
        b"From: a@b.example\r\nTo: c@d.example\r\nSubject: odd\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=x-nobody-knows\r\n\r\nHello\r\n"
    )
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.sendmail("a@b.example", ["c@d.example"], raw)
    [row] = store.listing()
    opened = store.read(row.name)
    assert opened is not None
    assert opened.text == "Hello"


@pytest.mark.parametrize(
    "name",
    [
        "nothing-of-that-name",
        "20250723T101500000000-0badcafe",
        "..",
        "..%2Fsecret",
        "%2e%2e%2fsecret",
        "../secret",
        "/etc/passwd",
    ],
)
def test_no_name_reaches_a_file_outside_the_folder(name: str, caught: Path, client: Client):
    caught.mkdir(parents=True)
    (caught.parent / "secret.eml").write_bytes(mail(subject="secret").as_bytes())
    assert store.read(name) is None
    assert client.get(f"{LIST}{name}/").status_code == 404


def test_a_mail_that_cannot_be_kept_is_refused_for_now_so_that_the_sender_keeps_it(
    port: int, caught: Path
):
    caught.write_text("a file where the folder should be")
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send(port, mail())
    assert refusal.value.smtp_code == 451


def test_a_half_written_mail_is_not_listed(caught: Path):
    store.keep(mail().as_bytes(), "a@b.example", ["c@d.example"])
    (caught / "tmpabcdef.part").write_bytes(b"From: half")
    assert len(store.listing()) == 1
