"""Mentors and their pairings; what a pair speaks of is not kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from cohorts.models import Programme
from core import audit, clock, people, roles
from core.errors import Refused
from pioneers.models import Mentor, MentorMeeting, Pairing, Pioneer


@transaction.atomic
def add_mentor(programme: Programme, *, email: str, name: str, capacity: int, by: Any) -> Mentor:
    """A mentor of the programme; one who had left returns."""
    user = people.person(email, name=name, by=by)
    mentor, made = Mentor.objects.get_or_create(
        programme=programme, user=user, defaults={"capacity": capacity}
    )
    if not made and mentor.left_on is None:
        raise Refused(f"{user} is already a mentor of {programme}.")
    mentor.left_on, mentor.capacity = None, capacity
    mentor.save(update_fields=["left_on", "capacity"])
    roles.forget(user)
    audit.record("added mentor", mentor, by=by, detail={"capacity": capacity})
    return mentor


@transaction.atomic
def pair(mentor: Mentor, pioneer: Pioneer, *, by: Any, on: date | None = None) -> Pairing:
    """From now on they are a pair. An earlier mentor stays in the history and loses access."""
    mentor = Mentor.objects.select_for_update().get(pk=mentor.pk)
    if mentor.left_on:
        raise Refused(f"{mentor} no longer mentors. Choose somebody else.")
    if mentor.user_id == pioneer.person_id:
        raise Refused("Nobody can be their own mentor.")
    mentees = Pairing.objects.current().filter(mentor=mentor)
    if mentees.filter(pioneer=pioneer).exists():
        raise Refused(f"{mentor} already mentors {pioneer}.")
    if mentees.count() >= mentor.capacity:
        raise Refused(
            f"{mentor} already has {mentor.capacity} Pioneers, which is as many as they can take."
        )
    for old in Pairing.objects.filter(pioneer=pioneer, ended_on__isnull=True):
        end_pairing(old, by=by, on=on)
    pairing = Pairing.objects.create(mentor=mentor, pioneer=pioneer, started_on=on or clock.today())
    audit.record("paired mentor and Pioneer", pairing, by=by)
    return pairing


@transaction.atomic
def end_pairing(pairing: Pairing, *, by: Any, on: date | None = None) -> None:
    if pairing.ended_on:
        raise Refused("This pairing has already ended.")
    pairing.ended_on = max(on or clock.today(), pairing.started_on)
    pairing.save(update_fields=["ended_on"])
    audit.record("ended pairing", pairing, by=by)


@transaction.atomic
def record_meeting(pairing: Pairing, *, met_on: date, by: Any) -> MentorMeeting:
    """That they met. Said twice for one day, it is one meeting."""
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
    return meeting
