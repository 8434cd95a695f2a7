"""A side's own actions, materials and what is asked after a session."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile

from core import clock, links
from tests import factories as make
from tests.access.sides import Side, secret
from workshops.models import Attendance, Commitment, Material


def add(side: Side) -> None:
    rows = side.rows
    private = Commitment(pioneer=rows["pioneer"], learning_set=rows["set"])
    private.text = secret(side, "private own action")
    private.save()
    shared = Commitment(pioneer=rows["pioneer"], learning_set=rows["set"], shared_at=clock.now())
    shared.text = secret(side, "shared own action")
    shared.save()
    rows["own_action"] = shared
    _material(side)
    _past_meeting(side)


def _material(side: Side) -> None:
    row = Material(
        session=side.rows["meeting"],
        title=secret(side, "material"),
        kind="file",
        file_name="slides.pdf",
        added_by=side.people["facilitator"],
    )
    row.file.save("slides.pdf", ContentFile(b"%PDF-1.7 tests"), save=False)
    row.save()
    side.rows["material"] = row


def _past_meeting(side: Side) -> None:
    """One that the Pioneer came to yesterday and has not spoken of yet."""
    rows, starts = side.rows, clock.now() - timedelta(days=1)
    past = make.session(
        rows["set"], number=9, starts_at=starts, ends_at=starts + timedelta(hours=3)
    )
    Attendance.objects.create(
        session=past,
        pioneer=rows["pioneer"],
        state="present",
        recorded_by=side.people["facilitator"],
    )
    rows["past_meeting"] = past
    rows["feedback_token"] = links.create(
        "session_feedback",
        past,
        person=side.people["pioneer"],
        expires_at=clock.now() + timedelta(days=9),
    )
