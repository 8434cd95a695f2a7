from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Sum

from cohorts.models import Borough, Cohort, Funder, FunderContact, Funding
from core import audit, clock, people
from core.errors import Refused


@transaction.atomic
def add_funder(*, name: str, by: Any, short_name: str = "") -> Funder:
    if Funder.objects.filter(name__iexact=name.strip()).exists():
        raise Refused(f"{name.strip()} is already in the list of funders.")
    funder = Funder.objects.create(name=name.strip(), short_name=short_name.strip())
    audit.record("added funder", funder, by=by)
    return funder


@transaction.atomic
def add_funding(
    cohort: Cohort,
    *,
    funder: Funder,
    places: int,
    credit_line: str,
    by: Any,
    boroughs: Iterable[Borough] = (),
    carried: int | None = None,
    carried_from: Cohort | None = None,
) -> Funding:
    """What a funder gives to a cohort; a second call for the same funder changes the first.

    Of the places, `carried` are those that the funder's places on the cohort `carried_from` did
    not use.
    """
    source = _carried_from(cohort, funder, places, carried or 0, carried_from)
    funding, _ = Funding.objects.update_or_create(
        cohort=cohort,
        funder=funder,
        defaults={
            "places": places,
            "credit_line": credit_line,
            "carried": carried or 0,
            "carried_from": source,
        },
    )
    funding.boroughs.set(boroughs)
    detail = {"cohort": cohort.number, "places": places}
    if source:
        detail |= {"carried": funding.carried, "from": source.cohort.number}
    audit.record("set funding", funding, by=by, detail=detail)
    return funding


def _carried_from(
    cohort: Cohort, funder: Funder, places: int, carried: int, source: Cohort | None
) -> Funding | None:
    """What the places are carried over from; refused, in words, where that cannot be."""
    if not carried and source is None:
        return None
    if not carried or source is None:
        raise Refused("Please say both how many places were carried over and from which cohort.")
    if source.programme_id != cohort.programme_id or source.number >= cohort.number:
        raise Refused(f"Places are carried over from an earlier cohort; {source} is not.")
    if carried > places:
        raise Refused(
            f"{carried} carried over cannot be more than the {places} places in all: "
            "they are some of them."
        )
    funding = Funding.objects.filter(cohort=source, funder=funder).select_related("cohort").first()
    if funding is None:
        raise Refused(f"{funder} paid for no places on {source}. Choose another cohort.")
    elsewhere = funding.carried_to.exclude(cohort=cohort).aggregate(n=Sum("carried"))["n"] or 0
    if carried + elsewhere > funding.places:
        raise Refused(
            f"{funder} paid for {funding.places} places on {source}"
            f"{f', of which {elsewhere} are carried over already' if elsewhere else ''}. "
            "That many cannot be carried over."
        )
    return funding


@transaction.atomic
def remove_funding(funding: Funding, *, by: Any) -> None:
    if carried := funding.carried_to.select_related("cohort").first():
        raise Refused(
            f"{carried.cohort} has places carried over from here. Change that there first."
        )
    audit.record("removed funding", funding, by=by, detail={"cohort": funding.cohort.number})
    funding.delete()


@transaction.atomic
def add_funder_contact(funder: Funder, *, email: str, name: str, by: Any) -> FunderContact:
    """A person at the funder who may read its summaries from now on."""
    user = people.person(email, name=name, by=by)
    if FunderContact.objects.filter(funder=funder, user=user, left_on__isnull=True).exists():
        raise Refused(f"{user} is already a contact of {funder}.")
    contact = FunderContact.objects.create(funder=funder, user=user)
    audit.record("added funder contact", contact, by=by)
    return contact


@transaction.atomic
def end_funder_contact(contact: FunderContact, *, by: Any) -> None:
    """From this moment the person reads none of the funder's summaries."""
    contact.left_on = clock.today()
    contact.save(update_fields=["left_on"])
    audit.record("ended funder contact", contact, by=by)
