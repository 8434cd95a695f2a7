"""Who mentors for a programme: added, changed, stopped."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cohorts.enums import CareSetting
from cohorts.models import Borough, Programme
from core import audit, clock, people, roles
from core.errors import Refused
from pioneers.enums import MentorArea, PairingEnd
from pioneers.models import Mentor, Pairing, PairingProposal
from pioneers.services import mentoring

FACTS = ("capacity", "provider_id", "provider_name", "borough", "settings", "areas")


@transaction.atomic
def add_mentor(
    programme: Programme, *, email: str, name: str, capacity: int, by: Any, **facts: Any
) -> Mentor:
    """A mentor of the programme; one who had left returns. For `facts` see change_mentor."""
    user = people.person(email, name=name, by=by)
    mentor, made = Mentor.objects.get_or_create(
        programme=programme, user=user, defaults={"capacity": capacity}
    )
    if not made and mentor.left_on is None:
        raise Refused(f"{user} is already a mentor of {programme}.")
    mentor.left_on = None
    _set(mentor, {"capacity": capacity, **facts})
    mentor.save()
    roles.forget(user)
    audit.record("added mentor", mentor, by=by, detail={"capacity": capacity})
    return mentor


@transaction.atomic
def change_mentor(mentor: Mentor, *, by: Any, **facts: Any) -> Mentor:
    """Capacity, where they work, what they know: any of FACTS. Nobody is parted by it."""
    mentor = Mentor.objects.select_for_update(of=("self",)).get(pk=mentor.pk)
    changed = _set(mentor, facts)
    mentor.save()
    audit.record("changed mentor", mentor, by=by, detail={"fields": sorted(changed)})
    return mentor


@transaction.atomic
def stop_mentoring(mentor: Mentor, *, by: Any) -> int:
    """They mentor nobody from now on; returns how many Pioneers need another mentor."""
    mentor = Mentor.objects.select_for_update(of=("self",)).select_related("user").get(pk=mentor.pk)
    if mentor.left_on:
        raise Refused(f"{mentor} has stopped already.")
    pairings = list(Pairing.objects.current().filter(mentor=mentor))
    for pairing in pairings:
        mentoring.end_pairing(pairing, by=by, reason=PairingEnd.MENTOR_LEFT)
    PairingProposal.objects.filter(mentor=mentor).delete()
    mentor.left_on = clock.today()
    mentor.save(update_fields=["left_on"])
    roles.forget(mentor.user)
    audit.record("mentor stopped", mentor, by=by, detail={"pairs ended": len(pairings)})
    return len(pairings)


def _set(mentor: Mentor, facts: dict[str, Any]) -> list[str]:
    if unknown := set(facts) - set(FACTS):
        raise TypeError(f"A mentor has no {', '.join(sorted(unknown))}.")
    if not 1 <= facts.get("capacity", mentor.capacity) <= 20:
        raise Refused("A mentor can take 1 to 20 Pioneers.")
    if set(facts.get("settings", [])) - set(CareSetting.values):
        raise Refused("Choose care settings from the list.")
    if set(facts.get("areas", [])) - set(MentorArea.values):
        raise Refused("Choose what they can help with from the list.")
    borough = facts.get("borough")
    if borough is not None and not isinstance(borough, Borough):
        raise TypeError("borough is a Borough or None.")
    changed = [name for name, value in facts.items() if getattr(mentor, name) != value]
    for name in changed:
        setattr(mentor, name, facts[name])
    return changed
