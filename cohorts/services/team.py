from __future__ import annotations

from typing import Any

from django.db import transaction

from cohorts.enums import StaffLevel
from cohorts.models import Programme, StaffMembership
from core import audit, clock, people
from core.errors import Refused


@transaction.atomic
def add_staff(
    programme: Programme, *, email: str, name: str, by: Any, level: str = StaffLevel.STAFF
) -> StaffMembership:
    """A person who works for the programme from today."""
    user = people.person(email, name=name, by=by)
    if StaffMembership.objects.filter(
        programme=programme, user=user, left_on__isnull=True
    ).exists():
        raise Refused(f"{user} is already staff of {programme}.")
    membership = StaffMembership.objects.create(programme=programme, user=user, level=level)
    audit.record("added staff", membership, by=by, detail={"level": level})
    return membership


@transaction.atomic
def end_staff(membership: StaffMembership, *, by: Any) -> None:
    """The person's work ends today. The last administrator stays: somebody must hold the keys."""
    others = StaffMembership.objects.filter(
        programme=membership.programme, level=StaffLevel.ADMINISTRATOR, left_on__isnull=True
    ).exclude(pk=membership.pk)
    if membership.level == StaffLevel.ADMINISTRATOR and not others.exists():
        raise Refused("This is the last administrator. Add another one first.")
    membership.left_on = clock.today()
    membership.save(update_fields=["left_on"])
    audit.record("ended staff membership", membership, by=by)
