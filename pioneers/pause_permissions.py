"""Who may pause a home."""

from __future__ import annotations

from typing import Any

from cohorts.permissions import staff
from core.access import rule
from pioneers.enums import PioneerState
from pioneers.models import Pioneer


@rule("A Pioneer of the home who takes part")
def own_place(user: Any, subject: Pioneer) -> bool:
    takes_part = subject.state in (PioneerState.ACTIVE, PioneerState.PAUSED)
    return subject.person_id == user.pk and takes_part


pauses_home = own_place | staff
