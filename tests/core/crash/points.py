"""Loaded by the workers of the crash tests only: what they plan, and where they are killed.

The test writes into the file `order` what is to be planned and where a process is to kill itself;
each kill leaves a file with its place, so that there are no more than asked for.
"""

from __future__ import annotations

import json
import os
import random
import signal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from core import mail, tasks
from core.mail import delivery, hours, kinds, sending, smtp
from core.models import User

POINTS = (
    "planning",
    "before the doorbell",
    "before the claim",
    "after the claim",
    "before the words",
    "after the words",
    "after the mark",
)
NUDGE, DECISION = "crash_nudge", "crash_decision"
FOLDER: Path = settings.FOLDER


def order() -> dict[str, Any]:
    try:
        return json.loads((FOLDER / "order").read_text())
    except (OSError, ValueError):
        return {"run": "", "many": 0, "points": {}, "kills": 0, "by_day": True}


def maybe(point: str) -> None:
    """Be killed here, if that is what is asked for."""
    asked = order()
    if random.random() >= asked["points"].get(point, 0):
        return
    for number in range(asked["kills"]):
        try:
            with (FOLDER / f"kill-{asked['run']}-{number}").open("x") as file:
                file.write(point)
        except FileExistsError:
            continue
        os.kill(os.getpid(), signal.SIGKILL)


def plan() -> int:
    """Half decisions, half reminders; every eighth person has two, which become a digest."""
    asked = order()
    if not asked["many"]:
        return 0
    run, half = asked["run"], asked["many"] // 2
    people = {f"person{number}@homes.example" for number in range(half)}
    with transaction.atomic():
        known = dict(User.objects.filter(email__in=people).values_list("email", "pk"))
        new = [User(email=email, name="Grace Mensah") for email in sorted(people - set(known))]
        User.objects.bulk_create(new, ignore_conflicts=True)
        known = dict(User.objects.filter(email__in=people).values_list("email", "pk"))
        messages = [_message(DECISION, run, number, known) for number in range(half)]
        messages += [_message(NUDGE, run, number, known) for number in range(half - half // 8)]
        messages += [_message(NUDGE, run, number, known, 2) for number in range(half // 8)]
        made = mail.queue_many(messages)
        maybe("planning")
    return made


def _message(kind: str, run: str, number: int, people: dict[str, int], copy: int = 1) -> Any:
    email = f"person{number}@homes.example"
    return mail.Message(
        kind=kind,
        key=f"{run}:{kind}:{number}:{copy}",
        to_email=email,
        to_name="Grace Mensah",
        person_id=people[email],
        scope=run,
        context={},
    )


def _before(owner: Any, name: str, point: str) -> None:
    work = getattr(owner, name)

    def wrapped(*args: Any, **options: Any) -> Any:
        maybe(point)
        return work(*args, **options)

    setattr(owner, name, wrapped)


def _after(owner: Any, name: str, point: str) -> None:
    work = getattr(owner, name)

    def wrapped(*args: Any, **options: Any) -> Any:
        result = work(*args, **options)
        maybe(point)
        return result

    setattr(owner, name, wrapped)


kinds.register(kinds.Kind(NUDGE, "N", "A nudge", "See https://x.example/", (), reminder=True))
kinds.register(kinds.Kind(DECISION, "D", "A decision", "Yes", (), policy=kinds.Policy.HOLD))
kinds.add_planner(plan)
# The tests also run at night, and say themselves when it is day.
hours.allowed = lambda moment: order()["by_day"]
_before(tasks.deliver, "apply_async", "before the doorbell")
_before(delivery, "claim", "before the claim")
_after(delivery, "claim", "after the claim")
_before(smtp._Noting, "data", "before the words")
_after(smtp._Noting, "data", "after the words")
_after(sending.Batch, "send", "after the mark")
