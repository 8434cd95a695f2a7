"""What leaves: plain words, the same as HTML, an invitation, and headers that programs read."""

from __future__ import annotations

import html.parser
import re
from email import policy

import pytest
from django.core.mail.message import SafeMIMEText

from core.mail import choices, composing, delivery
from core.models import OutboundEmail
from tests.core import mails, smtp

pytestmark = pytest.mark.django_db
INVITE = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    "UID:1@x\r\nSUMMARY:Café\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture(autouse=True)
def _kinds():
    with mails.known():
        yield


@pytest.fixture
def server():
    with smtp.running() as (server, connection):
        server.connection = connection
        yield server


def taken(server):
    assert delivery.deliver_due(server.connection) == 1
    (message,) = server.taken
    return message


def test_a_mail_goes_as_plain_text_and_as_html_with_the_same_words(server):
    row = mails.queued(mails.LETTER)
    message = taken(server)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert mails.text(message).strip() == row.body
    shown = message.get_body(("html",)).get_content()
    assert '<a href="https://pioneers.example/Set-1/">https://pioneers.example/Set-1/</a>' in shown
    assert "<p>Set-1 is tomorrow.</p>" in shown


def test_html_loads_nothing_and_holds_no_style_or_script(server):
    mails.queued(mails.NUDGE)
    shown = taken(server).get_body(("html",)).get_content()

    class Tags(html.parser.HTMLParser):
        found: set[str] = set()
        attributes: set[str] = set()

        def handle_starttag(self, tag, attrs):
            self.found.add(tag)
            self.attributes |= {name for name, _ in attrs}

    Tags().feed(shown)
    assert Tags.found & {"img", "script", "style", "link", "iframe", "object", "form"} == set()
    assert Tags.attributes & {"src", "style", "background", "srcset"} == set()


def test_what_people_wrote_is_shown_and_not_obeyed():
    words = '<b>Hi</b> & "you"\n\n- one\n- two\n\nGo to https://x.example/?a=1&b=<script>.'
    assert composing.html(words) == (
        "<p>&lt;b&gt;Hi&lt;/b&gt; &amp; &quot;you&quot;</p>\n"
        "<ul><li>one</li><li>two</li></ul>\n"
        '<p>Go to <a href="https://x.example/?a=1&amp;b=">https://x.example/?a=1&amp;b=</a>'
        "&lt;script&gt;.</p>"
    )


@pytest.mark.parametrize("end", [".", ",", ")", "?", "”", "’."])
def test_the_sign_that_closes_a_sentence_is_no_part_of_its_address(end):
    assert re.findall(r'href="([^"]*)"', composing.html(f"See https://x.example/a{end}")) == [
        "https://x.example/a"
    ]


def test_the_subject_cannot_leave_its_place_in_the_html():
    row = mails.queued(mails.LETTER, fields={"subject": "</title><script>x</script>"})
    shown = composing.compose(row).alternatives[0][0]
    assert "<title>&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;</title>" in shown


def test_mails_of_one_thread_answer_the_same_root_and_others_none(server):
    for title, thread in (("A", "session:1"), ("B", "session:1"), ("C", "session:2"), ("D", "")):
        mails.queued(mails.LETTER, title, thread=thread)
    delivery.deliver_due(server.connection)
    a, b, c, d = server.taken
    assert a["In-Reply-To"] == a["References"] == b["In-Reply-To"] == b["References"]
    assert a["In-Reply-To"] != c["In-Reply-To"]
    assert (d["In-Reply-To"], d["References"]) == (None, None)
    assert len({message["Message-ID"] for message in server.taken}) == 4
    assert {message["Auto-Submitted"] for message in server.taken} == {"auto-generated"}


@pytest.mark.parametrize(
    ("kind", "offered"),
    [(mails.LETTER, False), (mails.OTHER, False), (mails.DECISION, False), (mails.NUDGE, True)],
)
def test_only_what_can_be_turned_off_says_how(server, kind, offered):
    row = mails.queued(kind)
    message = taken(server)
    if not offered:
        assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (None, None)
        assert "Turn them off" not in mails.text(message)
        return
    address = message["List-Unsubscribe"].strip()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address[1:-1] in mails.text(message)
    assert address[1:-1] == choices.unsubscribe_url(row)
    signed = address.rstrip(">").rstrip("/").rpartition("/")[2]
    assert choices.read(signed) == choices.Choice(row.person_id, (mails.NUDGE,))


def test_a_mail_without_an_account_behind_it_offers_nothing_to_turn_off():
    row = mails.queued(mails.NUDGE, fields={"person": None})
    assert choices.unsubscribe_url(row) == ""


def test_an_invitation_goes_beside_the_words_and_as_a_file(server):
    mails.queued(mails.LETTER, calendar=INVITE)
    message = taken(server)
    parts = [part for part in message.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == [
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    beside, file = parts[2:]
    assert beside.get_param("method") == "REQUEST"
    assert beside.get_content_charset() == "utf-8"
    assert beside.get_content().replace("\r\n", "\n") == INVITE.replace("\r\n", "\n")
    assert (file.get_filename(), file.get_content()) == ("invite.ics", INVITE.encode())


def test_what_cannot_be_made_into_a_mail_fails_and_the_next_still_goes(server):
    broken = mails.queued(mails.LETTER, "A")
    OutboundEmail.objects.filter(pk=broken.pk).update(subject="A\nBcc: all@homes.example")
    fine = mails.queued(mails.LETTER, "B")
    assert delivery.deliver_due(server.connection) == 1
    assert mails.states(broken, fine) == ["failed", "sent"]
    assert broken.reason.startswith("It could not be made into a mail")


@pytest.mark.parametrize(
    "subject",
    [
        "Set 1 is tomorrow",
        *(f"{'word ' * 13}{'x' * n}" for n in range(10)),
        "Café",
        f"{'Many words ' * 12}at the end",
        "A tab\there",
        "",
    ],
)
def test_every_header_is_folded_as_the_email_package_folds_it(subject):
    message = SafeMIMEText("Words", "plain", "utf-8")
    message["Subject"] = subject
    message["References"] = f"<{'1' * 50}@pioneers.example> <{'2' * 50}@pioneers.example>"
    usual = message.as_bytes(linesep="\r\n")
    assert message.policy is policy.compat32
    message.policy = composing.Folding()
    assert message.as_bytes(linesep="\r\n") == usual
