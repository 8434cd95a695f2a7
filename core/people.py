"""People: who they are, how allauth's mails reach the outbox, how second factors are kept."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from core import audit, clock, mail
from core.mail import editing
from core.mail.outbox import Message
from core.models import User

SYSTEM_EMAIL = "clock@system.invalid"


def display(user: User) -> str:
    return str(user)


def system() -> User:
    """The actor of what the clock does: never signs in, always named in the audit trail."""
    user, _ = User.objects.get_or_create(
        email=SYSTEM_EMAIL, defaults={"name": "The programme's clock", "is_active": False}
    )
    return user


def known_by(email: str) -> User | None:
    """Whoever has this address: as their main one, or as another that they have proved is theirs.

    An address that somebody only typed is nobody's: it could be a stranger's.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        proved = EmailAddress.objects.filter(email__iexact=email, verified=True)
        address = proved.select_related("user").first()
        user = address.user if address else None
    return user


@transaction.atomic
def person(email: str, *, name: str = "", by: User | None = None) -> User:
    """The person with this e-mail address, made if new. They sign in by a mailed code.

    `by` is whoever adds them; without it they came by themselves.
    """
    email = email.strip()
    user = known_by(email)
    if user is None:
        user = User(email=email, name=name)
        user.set_unusable_password()
        user.save()
        audit.record("added person", user, by=by or user)
    elif name and not user.name:
        user.name = name
        user.save(update_fields=["name"])
    has_one = EmailAddress.objects.filter(user=user, primary=True).exists()
    EmailAddress.objects.get_or_create(
        user=user, email=user.email.lower(), defaults={"primary": not has_one, "verified": False}
    )
    return user


@transaction.atomic
def change_details(user: User, *, name: str, phone: str, by: User) -> None:
    user.name, user.phone = name.strip(), phone.strip()
    user.save(update_fields=["name", "phone"])
    audit.record("changed name or telephone", user, by=by)


@transaction.atomic
def moved_address(sender: Any, user: User, **kwargs: Any) -> None:
    """Another address is their main one now: what waits in the outbox goes there."""
    old = kwargs["from_email_address"]
    if old is None:
        return
    user.refresh_from_db(fields=["email"])
    moved = editing.follow_person(user, old=old.email)
    audit.record("changed main e-mail address", user, by=user, detail={"waiting_mails": moved})


class AccountAdapter(DefaultAccountAdapter):
    """allauth's mails go through the outbox like every other; nobody reads their text there."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        from allauth.core import context as allauth_context

        values = {"request": allauth_context.request, "email": email, **context}
        message = self.render_mail(template_prefix, email, values)
        mail.queue_many(
            [
                Message(
                    kind="account",
                    key=f"account:{secrets.token_hex(16)}",
                    to_email=email,
                    context={"subject": message.subject, "body": message.body},
                    expires_at=clock.now() + _CODE_LIFE,
                )
            ]
        )

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_from_email(self) -> str:
        return settings.DEFAULT_FROM_EMAIL


_CODE_LIFE = timedelta(minutes=15)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second-factor secrets are encrypted, so that a copy of the database opens no account."""

    def _cipher(self) -> AESGCM:
        return AESGCM(hashlib.sha256(b"second-factor:" + settings.SECRET_KEY.encode()).digest())

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(12)
        sealed = self._cipher().encrypt(nonce, text.encode(), b"mfa")
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        raw = base64.urlsafe_b64decode(encrypted_text.encode())
        return self._cipher().decrypt(raw[:12], raw[12:], b"mfa").decode()
