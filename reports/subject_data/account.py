"""What core and the sign-in hold: the person, how they sign in, mails, and the trail."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.db.models import Q

from core.mail import kinds
from core.mail.composing import ADDRESS
from core.models import (
    ActionLink,
    AuditEvent,
    BouncedAddress,
    ConsentGiven,
    Document,
    MailChoice,
    MailState,
    Merge,
    MergeState,
    NotSamePerson,
    OutboundEmail,
    User,
)
from reports.subject_data.kept import (
    CONFIDENCE,
    OPENS,
    OTHERS,
    SYSTEM,
    TWICE,
    YOURS,
    Column,
    Kept,
    Section,
    Subject,
    Whose,
    add,
    add_impersonal,
    address,
    person,
)

# Mails that went, or that nothing but a mail server kept back.
GONE = Q(
    state__in=[
        MailState.SENT,
        MailState.FOLDED,
        MailState.UNKNOWN,
        MailState.FAILED,
        MailState.BOUNCED,
    ]
)
# The last parts of an address that are long and look like nothing: tokens of all kinds.
TOKEN = re.compile(r"(?<=/)[\w:=.-]{22,}(?=[/\s>)\"]|$)")
HIDDEN = "private-address-left-out"
HOST = re.compile(r"https?://[^/?#]+")


def without_tokens(text: str) -> str:
    return TOKEN.sub(HIDDEN, ADDRESS.sub(_without_joining_link, text))


def _without_joining_link(found: re.Match[str]) -> str:
    """Elsewhere, any address may open a meeting, and no two services make theirs alike."""
    whole = found[0]
    host = HOST.match(whole)
    if host is None or whole.startswith(f"{settings.SITE_URL.rstrip('/')}/"):
        return whole
    return whole if whole.rstrip("/") == host[0] else f"{host[0]}/{HIDDEN}"


def _body(row: OutboundEmail) -> str:
    """Sign-in codes are no use to keep, and a link that does something is not for a file."""
    if kinds.find(row.kind).secret:
        return "Left out: it held a code or a private address."
    return without_tokens(row.body)


def _subject(row: OutboundEmail) -> str:
    return "" if kinds.find(row.kind).secret else without_tokens(row.subject)


def _kind_of_mail(row: Any) -> str:
    kind = kinds.find(row.kind)
    return kind.called or kind.title


def _what(row: AuditEvent) -> str:
    try:
        return str(apps.get_model(row.subject_type)._meta.verbose_name)
    except LookupError:
        return row.subject_type


def _closed_record(row: Merge) -> list[str]:
    """What the person's own record said before; rows of other models say it themselves."""
    return [
        f"{name.replace('_', ' ')}: {value or '–'}"
        for of, values in row.values.items()
        if of.startswith("core.user ")
        for name, value in values.items()
    ]


# Would tell that somebody else's record looks like theirs.
LOOKED_ALIKE = (
    "proposed to join records",
    "dropped joining records",
    "said two people",
    "took back that two people are two",
)


def _about_the_record(subject: Subject) -> Q:
    records = [str(pk) for pk in subject.records]
    found = Q(subject_type="core.user", subject_id__in=records)
    return found & ~Q(action__in=LOOKED_ALIKE)


add(
    Kept(
        User,
        Section.ACCOUNT,
        "Who you are",
        person("pk"),
        (
            *("name", "email", "phone"),
            Column("is_active", "Can sign in"),
            Column("created_at", "Known to us since"),
            Column("last_login", "Last signed in"),
        ),
        {OPENS: "password"},
    ),
    Kept(
        EmailAddress,
        Section.ACCOUNT,
        "Addresses you can sign in with",
        person("user"),
        (
            "email",
            Column("verified", "Proved to be yours"),
            Column("primary", "The one we write to"),
        ),
        {YOURS: "user"},
    ),
    Kept(
        EmailConfirmation,
        Section.ACCOUNT,
        "Addresses you were asked to prove",
        person("email_address__user"),
        ("created", "sent"),
        {YOURS: "email_address", OPENS: "key"},
    ),
    Kept(
        Authenticator,
        Section.ACCOUNT,
        "Second factors",
        person("user"),
        ("type", Column("created_at", "Added"), Column("last_used_at", "Last used")),
        {YOURS: "user", OPENS: "data"},
    ),
    Kept(
        UserSession,
        Section.ACCOUNT,
        "Devices that are signed in",
        person("user"),
        (
            Column("created_at", "Signed in"),
            Column("last_seen_at", "Last seen"),
            Column("ip", "Network address"),
            Column("user_agent", "Browser"),
        ),
        {YOURS: "user", OPENS: "session_key", SYSTEM: "data"},
    ),
    Kept(
        ConsentGiven,
        Section.ACCOUNT,
        "What you agreed to",
        person("person"),
        (
            Column("text", "To what"),
            Column("given", "You said yes"),
            Column("at", "When"),
            "where",
            Column("text", "The words", path="text.text"),
        ),
        {YOURS: "person"},
    ),
    Kept(
        Merge,
        Section.ACCOUNT,
        "Records of you that were joined",
        Whose(("stays",), only=Q(state=MergeState.DONE)),
        (
            Column("decided_at", "Joined"),
            Column("values", "What your record said before", value=_closed_record),
            Column("keeps_address", "The other address can still sign in"),
        ),
        {
            YOURS: "stays goes",
            OTHERS: "proposed_by decided_by",
            TWICE: "choices moved proposed_at state",
        },
    ),
    Kept(
        NotSamePerson,
        Section.ACCOUNT,
        "Records like yours that are somebody else’s",
        person("one", "other"),
        (),
        {OTHERS: "one other said_by said_at"},
    ),
    Kept(
        Document,
        Section.TRAIL,
        "Documents you asked for",
        person("requested_by"),
        (
            Column("kind", "Document", value=lambda row: row.kind.replace("_", " ")),
            Column("requested_at", "Asked for"),
            Column("finished_at", "Ready"),
            "state",
        ),
        {
            YOURS: "requested_by",
            OTHERS: "title subject_id",
            TWICE: "file",
            SYSTEM: "fingerprint done total error lease_until attempts",
        },
    ),
    Kept(
        OutboundEmail,
        Section.MAILS,
        "Mails to you",
        Whose(("person",), ("to_email",), only=GONE),
        (
            Column("kind", "Kind", value=_kind_of_mail),
            Column("to_email", "To"),
            Column("to_name", "Name on it"),
            Column("sent_at", "Sent"),
            "state",
            Column("subject", "Subject", value=_subject, only_you=True),
            Column("body", "What it said", value=_body, only_you=True),
        ),
        {
            YOURS: "person",
            OPENS: "token",
            # An invitation holds the joining link of a set; its dates are under the sessions.
            TWICE: "calendar context folded_into created_at due_at",
            SYSTEM: "key scope thread rule expires_at lease_until attempts resends "
            "next_attempt_at message_id reason",
        },
    ),
    Kept(
        OutboundEmail,
        Section.MAILS,
        "Mails that have not gone, or were stopped",
        Whose(("person",), ("to_email",), only=~GONE),
        (),
        # A letter that waits would tell of a decision before the programme does.
        {
            CONFIDENCE: "key kind scope person to_email to_name subject body calendar thread rule "
            "context folded_into state created_at due_at expires_at token lease_until attempts "
            "resends next_attempt_at message_id sent_at reason"
        },
    ),
    Kept(
        MailChoice,
        Section.MAILS,
        "Mails you turned off",
        person("person"),
        (Column("kind", "Kind", value=_kind_of_mail), "turned_off_at"),
        {YOURS: "person"},
    ),
    Kept(
        BouncedAddress,
        Section.MAILS,
        "Addresses of yours that refused our mails",
        address("email"),
        ("email", "bounced_at", Column("reason", "What the mail server said")),
    ),
    Kept(
        ActionLink,
        Section.MAILS,
        "Links in mails to you",
        person("person"),
        (),
        # That one was made may tell of a letter that waits.
        {
            OPENS: "token_hash action subject_id person created_at expires_at used_at revoked_at",
        },
    ),
    Kept(
        AuditEvent,
        Section.TRAIL,
        "What was done to your record",
        _about_the_record,
        (Column("at", "When"), Column("action", "What")),
        {YOURS: "subject_type subject_id subject_label", OTHERS: "actor detail"},
        order="at",
    ),
    Kept(
        AuditEvent,
        Section.TRAIL,
        "What you did",
        address("actor"),
        (
            Column("at", "When"),
            Column("action", "What"),
            Column("subject_type", "To", value=_what),
        ),
        {YOURS: "actor", OTHERS: "subject_id subject_label detail"},
        # When one is written or shared is as private as what it says.
        staff_may_give=~Q(subject_type="workshops.commitment"),
        lacking="your own actions",
        order="at",
    ),
)
add_impersonal(
    SYSTEM,
    {
        "auth.Permission": "name content_type codename",
        "auth.Group": "name",
        "auth.Group_permissions": "group permission",
        "contenttypes.ContentType": "app_label model",
        "core.Heartbeat": "name at",
        "core.EmailTemplate": "kind subject body updated_at",
        "core.ConsentText": "kind version text changed published_at created_at",
    },
)
# Who is signed in is sealed in its rows; the devices are listed by UserSession.
add_impersonal(OPENS, {"sessions.Session": "session_key session_data expire_date"})
