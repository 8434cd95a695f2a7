"""Pairs as they are suggested: changed by staff, and nobody told, until they are released."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit
from core.errors import Refused
from pioneers import mentor_matching
from pioneers.models import Mentor, PairingProposal, Pioneer
from pioneers.selectors import mentors as rows
from pioneers.services import mentoring


@transaction.atomic
def suggest_pairs(cohort: Cohort, *, by: Any) -> dict[str, str]:
    """New suggestions for everybody without a mentor; returns why somebody has none, by name.

    What was suggested before is replaced; who has a mentor keeps them.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    mentees = {str(one.pk): one for one in rows.without_mentor(cohort)}
    if not mentees:
        raise Refused("Everybody who takes part has a mentor.")
    mentors = {str(one.pk): one for one in rows.mentors_of(cohort)}
    if not mentors:
        raise Refused("There are no mentors yet. Add them first, on the page of mentors.")
    PairingProposal.objects.filter(pioneer__cohort=cohort).delete()
    found = mentor_matching.suggest(
        rows.as_mentees(list(mentees.values())), [rows.as_mentor(one) for one in mentors.values()]
    )
    PairingProposal.objects.bulk_create(
        PairingProposal(
            pioneer=mentees[pioneer], mentor=mentors[mentor], reasons=list(found.reasons[pioneer])
        )
        for pioneer, mentor in found.pairs.items()
    )
    audit.record("suggested mentors", cohort, by=by, detail={"pairs": len(found.pairs)})
    return {str(mentees[key]): why for key, why in found.without.items()}


@transaction.atomic
def choose_mentor(proposal: PairingProposal, *, mentor: Mentor | None, by: Any) -> None:
    """Another mentor in a suggestion, or (None) no suggestion. Nobody is told of anything."""
    proposal = (
        PairingProposal.objects.select_for_update(of=("self",))
        .select_related("pioneer__person", "pioneer__cohort", "pioneer__home__borough")
        .get(pk=proposal.pk)
    )
    pioneer = proposal.pioneer
    if mentor is None:
        audit.record("took a suggested mentor away", pioneer, by=by)
        proposal.delete()
        return
    mentor = rows.mentors_of(pioneer.cohort).get(pk=mentor.pk)
    [mentee], found = rows.as_mentees([pioneer]), rows.as_mentor(mentor)
    if not mentor_matching.may_pair(mentee, found) or mentor.user_id == pioneer.person_id:
        raise Refused(
            f"{mentor} works for the same provider as {pioneer}, or did not suit before. "
            "Choose somebody else."
        )
    proposal.mentor = mentor
    proposal.reasons = ["Chosen by staff.", *mentor_matching.reasons(mentee, found)]
    proposal.save(update_fields=["mentor", "reasons"])
    audit.record("changed a suggested mentor", pioneer, by=by)


@transaction.atomic
def release_pairs(cohort: Cohort, *, by: Any) -> int:
    """The suggestions become pairs, and both sides are told. Returns how many.

    If one of them cannot be (a mentor has become full meanwhile), none is.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    proposals = list(
        PairingProposal.objects.filter(pioneer__cohort=cohort)
        .select_related("mentor__user", "pioneer__person", "pioneer__home", "pioneer__cohort")
        .order_by("pk")
    )
    if not proposals:
        raise Refused("There is nothing to release: no pairs are suggested.")
    for proposal in proposals:
        if proposal.pioneer.state not in Pioneer.TAKES_PART:
            proposal.delete()
            continue
        mentoring.pair(proposal.mentor, proposal.pioneer, by=by)
    audit.record("released pairs", cohort, by=by, detail={"pairs": len(proposals)})
    return len(proposals)
