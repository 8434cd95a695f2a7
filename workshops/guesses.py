"""How often somebody may type a wrong code: few times by person, more by address.

A whole room shares one address, so only wrong guesses count, and a person meets their own limit
long before a room meets its.
"""

from __future__ import annotations

from typing import Any

from core.limits import Limit

MINUTES = 15
BY_PERSON = Limit("wrong-code-person", most=10, minutes=MINUTES, by_person=True)
BY_ADDRESS = Limit("wrong-code-address", most=60, minutes=MINUTES)
TOO_MANY = (
    f"Those were too many wrong codes. Please wait {MINUTES} minutes, "
    "scan the picture instead, or ask whoever leads the session to mark you."
)


def too_many(request: Any) -> bool:
    return BY_PERSON.reached(request) or BY_ADDRESS.reached(request)


def note_wrong(request: Any) -> None:
    BY_PERSON.count(request)
    BY_ADDRESS.count(request)
