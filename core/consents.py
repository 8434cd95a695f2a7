"""Consents: what each person was asked, in which words, and what they answered.

    consents.has(person, ConsentKind.PHOTO)   # may their photograph be used?
    consents.history(person)                  # every answer they gave, latest first
    consents.pending(person)                  # what they have still to be asked

An answer is to one version of a text; of several answers to a kind the last holds, also while a
newer version waits for its own: nobody loses what they agreed to by not having signed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from core import audit, clock, roles
from core.errors import Refused
from core.models import ConsentGiven, ConsentKind, ConsentText, User
from core.templatetags.words import day

# Whom the free choices are put to by themselves; anybody may answer them on their own page.
_asked_of: set[str] = set()
# Beginnings of addresses at which nobody is interrupted with a question.
_not_during: list[str] = []


def ask_roles(*keys: str) -> None:
    """Ask holders of these roles (keys of core.roles) for the free choices."""
    _asked_of.update(keys)


def never_during(path: str) -> None:
    """Nobody is led away from addresses that begin like this."""
    if path not in _not_during:
        _not_during.append(path)


def interrupts(path: str) -> bool:
    return not path.startswith(tuple(_not_during))


@dataclass(frozen=True)
class Standing:
    """How one person stands to one kind: the text in force, and their last answer to the kind."""

    text: ConsentText
    last: ConsentGiven | None

    @property
    def kind(self) -> ConsentKind:
        return ConsentKind(self.text.kind)

    @property
    def is_answered(self) -> bool:
        """To the words in force. A privacy notice that was refused has not been read."""
        if self.last is None or self.last.text_id != self.text.pk:
            return False
        return self.last.given or self.kind.is_choice

    @property
    def words(self) -> str:
        """How they stand, in a sentence."""
        if self.last is None:
            return "You have not been asked yet."
        version = f"version {self.last.text.version}"
        if not self.kind.is_choice:
            return f"You read {version} on {day(self.last.at)}."
        said = "yes" if self.last.given else "no"
        return f"You said {said} to {version} on {day(self.last.at)}."

    @property
    def has_changed(self) -> bool:
        """They answered earlier words than those in force."""
        return self.last is not None and self.last.text_id != self.text.pk


def in_force() -> list[ConsentText]:
    """The newest published text of each kind, in the order of the kinds: one query."""
    newest: dict[str, ConsentText] = {}
    for text in ConsentText.objects.filter(published_at__isnull=False).order_by("version"):
        newest[text.kind] = text
    return [newest[kind] for kind in ConsentKind.values if kind in newest]


def text_in_force(kind: str) -> ConsentText | None:
    published = ConsentText.objects.filter(kind=kind, published_at__isnull=False)
    return published.order_by("-version").first()


def notice() -> ConsentText | None:
    """The privacy notice in force."""
    return text_in_force(ConsentKind.PRIVACY)


def draft_of(kind: str) -> ConsentText | None:
    return ConsentText.objects.filter(kind=kind, published_at__isnull=True).first()


def history(person: User) -> QuerySet[ConsentGiven]:
    """Every answer of the person with its text, latest first."""
    return ConsentGiven.objects.filter(person=person).select_related("text")


def standings(person: User) -> list[Standing]:
    """How the person stands to every kind: two queries."""
    last: dict[str, ConsentGiven] = {}
    for answer in history(person):
        last.setdefault(answer.text.kind, answer)
    return [Standing(text, last.get(text.kind)) for text in in_force()]


def pending(person: User, *, offer_choices: bool = False) -> list[Standing]:
    """What the person has still to be asked: the privacy notice, and the free choices once they
    hold a role that is asked for them, or where they are offered before.
    """
    waiting = [one for one in standings(person) if not one.is_answered]
    if offer_choices:
        return waiting
    if any(one.kind.is_choice for one in waiting) and not (_asked_of & roles.held_by(person)):
        waiting = [one for one in waiting if not one.kind.is_choice or one.last is not None]
    return waiting


def has(person: User, kind: str) -> bool:
    """Whether the person's last answer to this kind is yes."""
    last = history(person).filter(text__kind=kind).first()
    return last is not None and last.given


def who_have(people: Iterable[Any], kind: str) -> set[int]:
    """Ids of those (people, or their ids) whose last answer to this kind is yes: one query."""
    last = ConsentGiven.objects.filter(person=OuterRef("person"), text__kind=kind)
    answers = ConsentGiven.objects.filter(person__in=list(people), text__kind=kind, given=True)
    holding = answers.annotate(last=Subquery(last.values("pk")[:1])).filter(pk=F("last"))
    return set(holding.values_list("person_id", flat=True))


@transaction.atomic
def answer(person: User, answers: Mapping[int, bool], *, where: str, by: User) -> int:
    """Note the person's answers, {id of the text: yes or no}; returns how many were new.

    The same answer to the same words twice is kept once.
    """
    if by.pk != person.pk:
        raise Refused("Only the person themselves can give or take back a consent.")
    User.objects.select_for_update().get(pk=person.pk)
    now = {one.text.pk: one for one in standings(person)}
    if not answers.keys() <= now.keys():
        raise Refused("The words have changed while you were reading. Please read the new ones.")
    added = 0
    for text_id, given in answers.items():
        held = now[text_id]
        if held.kind == ConsentKind.PRIVACY and not given:
            raise Refused("The privacy notice is for reading. There is nothing in it to refuse.")
        if held.last and held.last.text_id == text_id and held.last.given == given:
            continue
        ConsentGiven.objects.create(
            person=person, text=held.text, given=given, at=clock.now(), where=where
        )
        audit.record(
            "answered consent",
            person,
            by=by,
            detail={"text": str(held.text), "yes": given, "where": where},
        )
        added += 1
    return added


# --- For those who write the texts ---------------------------------------------------------------


@dataclass
class Overview:
    """One kind as a whole: its versions, and how many people's last answer is yes or no."""

    kind: ConsentKind
    now: ConsentText | None = None
    draft: ConsentText | None = None
    earlier: list[ConsentText] = field(default_factory=list)
    yes: int = 0
    no: int = 0


def overview() -> list[Overview]:
    """Every kind: two queries."""
    kinds = {kind: Overview(kind) for kind in ConsentKind}
    for text in ConsentText.objects.order_by("-version"):
        one = kinds[ConsentKind(text.kind)]
        if text.published_at is None:
            one.draft = text
        elif one.now is None:
            one.now = text
        else:
            one.earlier.append(text)
    last = ConsentGiven.objects.filter(person=OuterRef("person"), text__kind=OuterRef("text__kind"))
    counted = (
        ConsentGiven.objects.annotate(last=Subquery(last.values("pk")[:1]))
        .filter(pk=F("last"), person__is_active=True)
        .order_by()
        .values_list("text__kind", "given")
        .annotate(people=Count("pk"))
    )
    for kind, given, people in counted:
        setattr(kinds[ConsentKind(kind)], "yes" if given else "no", people)
    return list(kinds.values())


def asked_again(kind: str) -> int:
    """How many people answered this kind before, and will be asked when its words change."""
    answered = ConsentGiven.objects.filter(text__kind=kind, person__is_active=True)
    return answered.order_by().values("person").distinct().count()
