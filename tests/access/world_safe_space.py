"""A side's own actions, materials and what is asked after a session."""

from __future__ import annotations

from core import clock
from tests.access.sides import Side, secret
from workshops.models import Commitment


def add(side: Side) -> None:
    rows = side.rows
    private = Commitment(pioneer=rows["pioneer"], learning_set=rows["set"])
    private.text = secret(side, "private own action")
    private.save()
    shared = Commitment(pioneer=rows["pioneer"], learning_set=rows["set"], shared_at=clock.now())
    shared.text = secret(side, "shared own action")
    shared.save()
    rows["own_action"] = shared
