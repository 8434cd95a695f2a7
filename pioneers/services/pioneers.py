"""A Pioneer's place: paused, left, completed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit
from core.errors import Refused
from pioneers.enums import ChangeReason, PairingEnd, PioneerState
from pioneers.models import Pairing, PairingProposal, Pioneer
from pioneers.selectors.places import places_left
from pioneers.services import mentoring, offers, reserve

MOVES: dict[str, tuple[str, ...]] = {
    PioneerState.ACTIVE: (PioneerState.PAUSED, PioneerState.WITHDRAWN, PioneerState.COMPLETED),
    PioneerState.PAUSED: (PioneerState.ACTIVE, PioneerState.WITHDRAWN, PioneerState.COMPLETED),
    # People come back: a withdrawal is not for ever.
    PioneerState.WITHDRAWN: (PioneerState.ACTIVE,),
    PioneerState.COMPLETED: (),
}


@transaction.atomic
def change_state(pioneer: Pioneer, *, to: str, by: Any, why: str = "") -> Pioneer:
    """`why` is one of a short list (ChangeReason), kept in the trail; no free words on people."""
    if why and why not in ChangeReason.values:
        raise Refused("Choose one of the reasons, or none.")
    cohort = reserve.lock(pioneer.cohort_id)
    pioneer = Pioneer.objects.select_for_update().get(pk=pioneer.pk)
    if to not in MOVES[pioneer.state]:
        raise Refused(f"{pioneer} is “{pioneer.get_state_display()}”; that cannot follow from it.")
    was, pioneer.state = pioneer.state, to
    if was == PioneerState.WITHDRAWN and pioneer.application_id and places_left(cohort) < 1:
        raise Refused(f"{cohort} has no free place: {pioneer}’s was given to somebody else.")
    pioneer.save(update_fields=["state"])
    detail = {"from": was, "to": to} | ({"why": why} if why else {})
    audit.record("changed a Pioneer's state", pioneer, by=by, detail=detail)
    if to == PioneerState.WITHDRAWN:
        for pairing in Pairing.objects.current().filter(pioneer=pioneer):
            mentoring.end_pairing(pairing, by=by, reason=PairingEnd.PIONEER_LEFT)
        PairingProposal.objects.filter(pioneer=pioneer).delete()
        offers.place_freed(cohort)
    return pioneer
