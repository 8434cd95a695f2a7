"""The people of one side, by role, and the rows that they have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from cohorts.models import Cohort, Programme
from core.models import User

ROLES = (
    "anonymous",
    "nobody",
    "applicant",
    "pioneer",
    "alumna",
    "mentor",
    "writer",
    "looker",
    "reviewer",
    "facilitator",
    "funder",
    "staff",
    "administrator",
    "staff_elsewhere",
)


@dataclass
class Shared:
    """What the people of one programme have in common."""

    programme: Programme
    calling: Cohort
    selecting: Cohort
    running: Cohort
    celebrated: Cohort
    staff: User
    administrator: User


@dataclass
class Side:
    """One person of each role; `rows` names the rows by what the matrix calls them."""

    word: str
    people: dict[str, User]
    rows: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)


@dataclass
class World:
    ours: Side
    neighbours: Side
    theirs: Side
    sessions: dict[str, str] = field(default_factory=dict)

    def person(self, role: str, side: Side | None = None) -> User | None:
        side = side or self.ours
        if role == "staff_elsewhere":
            return (self.ours if side is self.theirs else self.theirs).people["staff"]
        return side.people.get(role)

    def client(self, role: str, side: Side | None = None) -> Client:
        """A browser in which that person has signed in."""
        side = side or self.ours
        client = Client()
        user = self.person(role, side)
        if user is not None:
            key = f"{side.word}/{role}"
            if key not in self.sessions:
                client.force_login(user)
                self.sessions[key] = client.cookies["sessionid"].value
            client.cookies["sessionid"] = self.sessions[key]
        return client


def secret(side: Side, what: str) -> str:
    """A string that stands nowhere else: wherever it is read, `what` has leaked."""
    side.secrets[what] = f"canary-{what.replace(' ', '-')}-{side.word}-end"
    return side.secrets[what]
