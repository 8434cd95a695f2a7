"""Two records of one person: proposed, looked at, carried out. See core.merging for the machine.

Who may do it is asked by the app that knows whom the people belong to (pioneers.services.matching).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import CharField, Count, Q, Value
from django.utils.text import capfirst

from core import audit, clock, mail, merging, people
from core.errors import Refused
from core.mail.outbox import Message
from core.merging import NOTHING, Choice, Joining, Rule
from core.models import Merge, MergeState, NotSamePerson, OutboundEmail, User
from core.models.mail import UNSENT

ASKED_OF_THE_PERSON = ("name", "email", "phone")

for unmoved in (
    "account.emailaddress.user",  # _addresses
    "mfa.authenticator.user",  # _ways_in: only those of the record that stays open it
    "usersessions.usersession.user",  # _ways_in
    "core.merge.goes",  # the closed record's own history
    "core.notsameperson.one",  # _still_two_people
    "core.notsameperson.other",
):
    merging.add_rule(unmoved, Rule(only=NOTHING))
for called, words in {
    "core.outboundemail.person": "Mails",
    "core.actionlink.person": "Links in mails",
    "core.consentgiven.person": "Answers about consent",
}.items():
    merging.add_rule(called, Rule(label=words))
merging.add_rule(
    "core.merge.stays", Rule(only=Q(state=MergeState.DONE), label="Records joined before")
)


@dataclass(frozen=True)
class Outline:
    """What a merge would do, before it is done."""

    moves: list[tuple[str, int]]
    collisions: list[str]
    choices: list[Choice]

    @property
    def rows(self) -> int:
        return sum(count for _, count in self.moves)


def person_choices(stays: User, goes: User) -> list[Choice]:
    return [
        Choice(
            f"person.{name}",
            capfirst(str(User._meta.get_field(name).verbose_name)),  # type: ignore[union-attr]
            getattr(stays, name),
            getattr(goes, name),
            takes="stays" if getattr(stays, name) else "goes",
        )
        for name in ASKED_OF_THE_PERSON
    ]


def outline(stays: User, goes: User) -> Outline:
    """One query for all counts, and few more where both have rows that might collide."""
    keys = merging.references(User)
    counts = _counts(keys, stays, goes)
    moves, words, choices = [], [], person_choices(stays, goes)
    for key in keys:
        mine, theirs = (counts.get((merging.name_of(key), who.pk), 0) for who in (stays, goes))
        if not theirs or merging.rule_of(key).only == NOTHING:
            continue
        moves.append((_label(key), theirs))
        rule = merging.rule_of(key)
        for row, ours in merging.collisions(key, stays, goes) if mine else []:
            words.append(rule.words(row, ours))
            choices += rule.choices(row, ours) if rule.choices else []
    return Outline(moves, words, [choice for choice in choices if not choice.private])


def _counts(keys: list[Any], stays: User, goes: User) -> dict[tuple[str, int], int]:
    queries = [
        key.model._base_manager.filter(
            merging.rule_of(key).only, **{f"{key.name}__in": [stays, goes]}
        )
        .order_by()
        .values_list(Value(merging.name_of(key), output_field=CharField()), key.name)
        .annotate(n=Count("*"))
        for key in keys
    ]
    found = queries[0].union(*queries[1:], all=True)
    return {(name, person): n for name, person, n in found}


def _label(key: Any) -> str:
    """Rows that are the person's own by their name alone; of the others, what the person did."""
    named = merging.rule_of(key).label or capfirst(str(key.model._meta.verbose_name_plural))
    return f"{named} ({key.verbose_name})" if key.remote_field.hidden else named


def kept(merge: Merge, choices: list[Choice]) -> list[tuple[str, Any]]:
    """(fact, what it will say), of those that the two tell differently."""
    taken = [(choice, merge.choices.get(choice.key, choice.takes)) for choice in choices]
    return [
        (choice.label, getattr(choice, takes))
        for choice, takes in taken
        if choice.stays != choice.goes
    ]


def noted(merge: Merge, *, whole: bool) -> list[tuple[str, str]]:
    """What the closed record said and what moved; `whole`, also what was replaced elsewhere."""
    lines = []
    for row, values in merge.values.items():
        if not (whole or row.startswith("core.user ")):
            continue
        words = "; ".join(f"{name}: {value or '–'}" for name, value in values.items())
        lines.append((row, words))
    return lines + [(name, f"{len(ids)} moved") for name, ids in merge.moved.items()]


@transaction.atomic
def propose(
    stays: User, goes: User, *, choices: dict[str, str], keeps_address: bool, by: Any
) -> Merge:
    """Note that two records are one person's. Proposed twice, the later choices hold."""
    _locked(stays, goes)
    if NotSamePerson.objects.filter(**NotSamePerson.of(stays, goes)).exists():
        NotSamePerson.objects.filter(**NotSamePerson.of(stays, goes)).delete()
        audit.record("took back that two people are two", stays, by=by)
    open_ones = Merge.objects.filter(state=MergeState.PROPOSED)
    for old in open_ones.filter(Q(stays=goes, goes=stays) | Q(stays=stays, goes=goes)):
        _decide(old, MergeState.DROPPED, by)
    merge = Merge.objects.create(
        stays=stays,
        goes=goes,
        choices=choices,
        keeps_address=keeps_address,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    audit.record("proposed to join records", stays, by=by, detail={"other": goes.pk})
    return merge


@transaction.atomic
def drop(merge: Merge, *, by: Any) -> None:
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.state != MergeState.PROPOSED:
        raise Refused("This was already decided.")
    _decide(merge, MergeState.DROPPED, by)
    audit.record("dropped joining records", merge.stays, by=by, detail={"other": merge.goes_id})


@transaction.atomic
def say_two_people(one: User, other: User, *, by: Any) -> None:
    """They only look alike. Not suggested again, and an open proposal is dropped."""
    if one.pk == other.pk:
        raise Refused("This is one record.")
    _, made = NotSamePerson.objects.get_or_create(
        **NotSamePerson.of(one, other), defaults={"said_by": by, "said_at": clock.now()}
    )
    open_ones = Merge.objects.filter(state=MergeState.PROPOSED)
    for merge in open_ones.filter(Q(stays=one, goes=other) | Q(stays=other, goes=one)):
        _decide(merge, MergeState.DROPPED, by)
    if made:
        for person, second in ((one, other), (other, one)):
            audit.record("said two people", person, by=by, detail={"other": second.pk})


@transaction.atomic
def carry_out(merge: Merge, *, by: Any) -> Merge:
    """Everything that points at the record that goes points at the one that stays.

    All or nothing: both people are locked, in the order of their ids, so that of two merges of
    the same people one waits and then finds nothing to do.
    """
    stays, goes = _locked(merge.stays, merge.goes)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.state != MergeState.PROPOSED:
        raise Refused("This was already decided: look at the person’s page.")
    joining = Joining(stays, goes, by, dict(merge.choices))
    told = [(goes.email, goes.name), (stays.email, stays.name)]
    vouched = goes.email.lower() if merge.keeps_address else stays.email.lower()
    for other in Merge.objects.filter(Q(stays=goes) | Q(goes=goes), state=MergeState.PROPOSED):
        if other.pk != merge.pk:
            _decide(other, MergeState.DROPPED, by)
    _ways_in(joining)
    _facts(joining)
    _addresses(joining, vouched, keep=merge.keeps_address)
    _still_two_people(joining)
    merging.move_all(stays, goes, joining)
    merging.afterwards(joining)
    unsent = OutboundEmail.objects.filter(person=stays, state__in=UNSENT)
    unsent.exclude(kind="account").update(to_email=stays.email)
    merge.values, merge.moved = joining.values, joining.moved
    _decide(merge, MergeState.DONE, by)
    count = sum(map(len, joining.moved.values()))
    audit.record("joined records", stays, by=by, detail={"other": goes.pk, "rows": count})
    audit.record("closed, joined with another record", goes, by=by, detail={"other": stays.pk})
    _tell(merge, told)
    return merge


def _locked(stays: User, goes: User) -> tuple[User, User]:
    rows = User.objects.select_for_update().filter(pk__in=[stays.pk, goes.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise Refused("This is one record already.")
    closed = Merge.objects.filter(goes__in=found, state=MergeState.DONE).exists()
    if closed or people.SYSTEM_EMAIL in {row.email for row in found.values()}:
        raise Refused("One of these records was already joined with another and is closed.")
    return found[stays.pk], found[goes.pk]


def _decide(merge: Merge, state: str, by: Any) -> None:
    merge.state, merge.decided_by, merge.decided_at = state, by, clock.now()
    merge.save()


def _ways_in(joining: Joining) -> None:
    """Nobody is signed in by the closed record any more, and its second factors open nothing."""
    for session in UserSession.objects.filter(user=joining.goes):
        session.end()
    factors = Authenticator.objects.filter(user=joining.goes)
    joining.keep_values(joining.goes, second_factors=factors.count())
    factors.delete()


def _facts(joining: Joining) -> None:
    stays, goes = joining.stays, joining.goes
    joining.keep_values(
        goes,
        name=goes.name,
        email=goes.email,
        phone=goes.phone,
        created_at=goes.created_at.isoformat(),
        was_active=goes.is_active,
    )
    for choice in person_choices(stays, goes):
        name = choice.key.removeprefix("person.")
        if joining.takes(choice) == "goes" and choice.goes != choice.stays:
            joining.keep_values(stays, **{name: choice.stays})
            setattr(stays, name, choice.goes)
    # Its address is free before the other record takes it; signing in by this one is over.
    goes.email, goes.is_active = f"merged-{goes.pk}@merged.invalid", False
    goes.set_unusable_password()
    goes.save(update_fields=["email", "is_active", "password"])
    stays.created_at = min(stays.created_at, goes.created_at)
    stays.save(update_fields=[*ASKED_OF_THE_PERSON, "created_at"])


def _addresses(joining: Joining, vouched: str, *, keep: bool) -> None:
    """The addresses one can sign in with.

    Whoever carries the merge out vouches for the other record's main address: it opened that
    record before. A further one that was never proved stays unproved.
    """
    stays, goes = joining.stays, joining.goes
    theirs = EmailAddress.objects.filter(user=goes)
    joining.keep_values(goes, addresses=", ".join(theirs.values_list("email", flat=True)))
    EmailAddress.objects.filter(user__in=[stays, goes]).update(primary=False)
    ours = set(EmailAddress.objects.filter(user=stays).values_list("email", flat=True))
    main = stays.email.lower()
    kept = theirs.exclude(email__in=ours) if keep else theirs.filter(email=main)
    kept.exclude(email__in=ours).update(user=stays)
    EmailAddress.objects.filter(user=goes).delete()
    EmailAddress.objects.get_or_create(user=stays, email=main)
    if not EmailAddress.objects.filter(email=vouched, verified=True).exists():
        EmailAddress.objects.filter(user=stays, email=vouched).update(verified=True)
    EmailAddress.objects.filter(user=stays, email=main).update(primary=True)


def _still_two_people(joining: Joining) -> None:
    """Whom the closed record was said not to be, the other is not either."""
    goes = joining.goes
    for pair in NotSamePerson.objects.filter(Q(one=goes) | Q(other=goes)).select_related():
        third = pair.other if pair.one_id == goes.pk else pair.one
        if third.pk != joining.stays.pk:
            NotSamePerson.objects.get_or_create(
                **NotSamePerson.of(joining.stays, third),
                defaults={"said_by": pair.said_by, "said_at": pair.said_at},
            )


def _tell(merge: Merge, told: list[tuple[str, str]]) -> None:
    """To both addresses as they were: whoever did not expect it can say so."""
    stays = User.objects.get(pk=merge.stays_id)
    mail.queue_many(
        [
            Message(
                kind="records_joined",
                key=f"records-joined:{merge.pk}:{number}",
                to_email=email,
                to_name=name,
                person_id=stays.pk,
                context={
                    "first_name": (name or "there").split(" ")[0],
                    "address": stays.email,
                },
            )
            for number, (email, name) in enumerate(told)
            if email
        ]
    )
