"""The world's suggested pair, and a link from a mail to one who is paired."""

from __future__ import annotations

from datetime import timedelta

from core import clock, links
from pioneers.mentor_reminders import ACTION
from pioneers.models import PairingProposal
from tests import factories as make
from tests.access.sides import Shared, Side


def pairs(side: Side, shared: Shared) -> None:
    rows = side.rows
    rows["proposal"] = PairingProposal.objects.create(
        mentor=rows["mentor"], pioneer=make.pioneer(shared.running), reasons=["Knows the setting."]
    )
    rows["we_met_token"] = links.create(
        ACTION,
        rows["pairing"],
        person=rows["mentor"].user,
        expires_at=clock.now() + timedelta(days=30),
    )
