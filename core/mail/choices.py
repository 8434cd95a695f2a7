"""Which kinds of mail their receivers have turned off, and the address that does it in one click.

The address carries a signed token and needs no sign-in and no row (RFC 8058). It never runs out: a
mail that is read a year later must still be able to stop the next. Only a POST changes anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.db import transaction

from core import audit, links
from core.errors import Refused
from core.mail import kinds
from core.mail.folding import DIGEST
from core.models import MailChoice, OutboundEmail, User

_signer = Signer(salt="core.mail.choices")


@dataclass(frozen=True)
class Choice:
    """What a token speaks of: these kinds, of this person."""

    person_id: int
    kinds: tuple[str, ...]


def optional(kind: str) -> bool:
    """Whether its receiver may turn it off; a kind that no longer exists is never sent."""
    return kinds.find(kind).optional


def optional_kinds(row: OutboundEmail) -> tuple[str, ...]:
    """What its receiver can turn off from this mail; of a digest, whatever is in it."""
    found = [row.kind]
    if row.kind == DIGEST:
        found = sorted({folded.kind for folded in row.folded.all()})
    return tuple(kind for kind in found if optional(kind))


def token(person_id: int, kinds_off: Iterable[str]) -> str:
    return _signer.sign_object([person_id, *kinds_off])


def unsubscribe_url(row: OutboundEmail) -> str:
    """The one-click address of this mail; "" where there is nothing that can be turned off."""
    wanted = optional_kinds(row)
    if row.person_id is None or not wanted:
        return ""
    return links.absolute("core:unsubscribe", token(row.person_id, wanted))


def read(signed: str) -> Choice:
    """What the token speaks of. Raises Refused where it is not one of ours."""
    try:
        person_id, *wanted = _signer.unsign_object(signed)
    except (BadSignature, ValueError, TypeError):
        raise Refused(
            "This link does not work. It may have been cut in two by your mail program: "
            "copy the whole address from the mail, or write to us and we will help."
        ) from None
    return Choice(person_id, tuple(kind for kind in wanted if optional(kind)))


def is_off(person_id: int | None, kind: str) -> bool:
    return (person_id, kind) in off([(person_id, kind)])


def off(pairs: Iterable[tuple[int | None, str]]) -> set[tuple[int | None, str]]:
    """Of these (person, kind) pairs, those that are turned off: one query, any number.

    What is necessary cannot be turned off, whatever the table says.
    """
    wanted = {(person, kind) for person, kind in pairs if person and optional(kind)}
    if not wanted:
        return set()
    found: Iterable[tuple[int | None, str]] = MailChoice.objects.filter(
        person__in={person for person, _ in wanted}, kind__in={kind for _, kind in wanted}
    ).values_list("person_id", "kind")
    return {pair for pair in found if pair in wanted}


@transaction.atomic
def turn_off(person: User, wanted: Iterable[str], *, by: User) -> None:
    """From now on `person` gets none of these; doing it twice changes nothing."""
    for kind in sorted(set(wanted)):
        if not optional(kind):
            raise Refused("This mail is necessary for your place and cannot be turned off.")
        _, made = MailChoice.objects.get_or_create(person=person, kind=kind)
        if made:
            audit.record("turned off mail", person, by=by, detail={"kind": kind})


@transaction.atomic
def turn_on(person: User, wanted: Iterable[str], *, by: User) -> None:
    for kind in sorted(set(wanted)):
        if MailChoice.objects.filter(person=person, kind=kind).delete()[0]:
            audit.record("turned on mail", person, by=by, detail={"kind": kind})
