"""Pairs of a mentor and a Pioneer, and that they met; what a pair speaks of is not kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from core import audit, clock, links
from core.errors import Refused
from pioneers import mentor_letters, mentor_reminders
from pioneers.enums import MentorArea, PairingEnd
from pioneers.models import Mentor, MentorMeeting, Pairing, PairingProposal, Pioneer


@transaction.atomic
def pair(
    mentor: Mentor, pioneer: Pioneer, *, by: Any, on: date | None = None, tell: bool = True
) -> Pairing:
    """From now on they are a pair, and both are told. An earlier mentor loses access at once."""
    mentor = Mentor.objects.select_for_update().select_related("user").get(pk=mentor.pk)
    if mentor.left_on:
        raise Refused(f"{mentor} no longer mentors. Choose somebody else.")
    if mentor.user_id == pioneer.person_id:
        raise Refused("Nobody can be their own mentor.")
    if mentor.provider_id and pioneer.home and pioneer.home.provider_id == mentor.provider_id:
        raise Refused(
            f"{mentor} works for {mentor.provider_name or 'the same provider'}, as {pioneer} does. "
            "Choose a mentor from elsewhere, so that they can speak freely."
        )
    mentees = Pairing.objects.current().filter(mentor=mentor)
    if mentees.filter(pioneer=pioneer).exists():
        raise Refused(f"{mentor} already mentors {pioneer}.")
    if mentees.count() >= mentor.capacity:
        raise Refused(
            f"{mentor} already has {mentor.capacity} Pioneers, which is as many as they can take."
        )
    for old in Pairing.objects.filter(pioneer=pioneer, ended_on__isnull=True):
        end_pairing(old, by=by, on=on, reason=PairingEnd.CHANGE, tell_pioneer=False)
    PairingProposal.objects.filter(pioneer=pioneer).delete()
    pairing = Pairing.objects.create(mentor=mentor, pioneer=pioneer, started_on=on or clock.today())
    audit.record("paired mentor and Pioneer", pairing, by=by)
    if tell:
        mentor_letters.tell_paired(pairing)
    return pairing


@transaction.atomic
def end_pairing(
    pairing: Pairing,
    *,
    by: Any,
    on: date | None = None,
    reason: str = "",
    tell_pioneer: bool = True,
) -> None:
    """The mentor sees nothing more of the Pioneer; the history stays. Both are told."""
    pairing = Pairing.objects.select_for_update(of=("self",)).get(pk=pairing.pk)
    if pairing.ended_on:
        raise Refused("This pairing has already ended.")
    if reason and reason not in PairingEnd.values:
        raise Refused("Choose one of the reasons, or none.")
    pairing.ended_on = max(on or clock.today(), pairing.started_on)
    pairing.end_reason = reason
    pairing.save(update_fields=["ended_on", "end_reason"])
    links.revoke(mentor_reminders.ACTION, pairing)
    mentor_reminders.withdraw(pairing)
    audit.record("ended pairing", pairing, by=by, detail={"reason": reason} if reason else {})
    mentor_letters.tell_over(pairing, pioneer_too=tell_pioneer)


@transaction.atomic
def record_meeting(pairing: Pairing, *, met_on: date, by: Any) -> MentorMeeting:
    """That they met, said by either of the two. Said twice for one day, it is one meeting."""
    if pairing.ended_on:
        raise Refused("This pairing has ended, so no more meetings are noted.")
    if met_on > clock.today():
        raise Refused("A meeting is noted after it took place: this day is in the future.")
    if met_on < pairing.started_on:
        raise Refused("This day is before the two were paired.")
    meeting, made = MentorMeeting.objects.get_or_create(
        pairing=pairing,
        met_on=met_on,
        defaults={"recorded_by": by, "recorded_at": clock.now()},
    )
    if made:
        audit.record("noted mentor meeting", pairing, by=by, detail={"met_on": met_on.isoformat()})
        mentor_reminders.withdraw(pairing)
    return meeting


@transaction.atomic
def wish_for(pioneer: Pioneer, *, areas: list[str], by: Any) -> None:
    """What a Pioneer would like a mentor to help with; staff see it, and the matching uses it."""
    if unknown := set(areas) - set(MentorArea.values):
        raise Refused(f"“{', '.join(sorted(unknown))}” is not one of the choices.")
    pioneer.mentor_wishes = [area for area in MentorArea.values if area in areas]
    pioneer.save(update_fields=["mentor_wishes"])
    audit.record("said what a mentor should help with", pioneer, by=by)
