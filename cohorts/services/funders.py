from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

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
) -> Funding:
    """What a funder gives to a cohort; a second call for the same funder changes the first."""
    funding, _ = Funding.objects.update_or_create(
        cohort=cohort, funder=funder, defaults={"places": places, "credit_line": credit_line}
    )
    funding.boroughs.set(boroughs)
    audit.record("set funding", funding, by=by, detail={"cohort": cohort.number, "places": places})
    return funding


@transaction.atomic
def remove_funding(funding: Funding, *, by: Any) -> None:
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
