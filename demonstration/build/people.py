"""The people of the demonstration as users, each made once."""

from __future__ import annotations

from functools import cache

from cohorts.enums import CareSetting, StaffLevel
from cohorts.models import Funder, Programme
from cohorts.services import add_funder, add_funder_contact, add_staff
from core import people
from core.models import User
from demonstration import content
from pioneers.enums import MentorArea
from pioneers.services import mentors

MENTOR_CAPACITY = 4


@cache
def user(person: content.Person) -> User:
    return people.person(person.email, name=person.name, by=people.system())


def staff() -> list[User]:
    return [user(one) for one in content.people()["programme_staff"]]


def facilitators() -> list[User]:
    return [user(one) for one in content.people()["facilitators"]]


def programme() -> Programme:
    return Programme.objects.get(slug=content.programme()["slug"])


def add_team() -> None:
    """Staff (the first is the administrator), mentors, funders and their contacts."""
    first, *others = content.people()["programme_staff"]
    add_staff(
        programme(),
        email=first.email,
        name=first.name,
        level=StaffLevel.ADMINISTRATOR,
        by=people.system(),
    )
    administrator = user(first)
    for one in others:
        add_staff(programme(), email=one.email, name=one.name, by=administrator)
    boroughs = list(programme().boroughs.order_by("name"))
    for n, one in enumerate(content.people()["mentors"]):
        areas = [MentorArea.values[(2 * n + step) % len(MentorArea.values)] for step in range(3)]
        mentors.add_mentor(
            programme(),
            email=one.email,
            name=one.name,
            capacity=MENTOR_CAPACITY,
            borough=boroughs[n % len(boroughs)],
            settings=[CareSetting.values[n % 2], CareSetting.values[2 + n % 3]],
            areas=areas,
            by=administrator,
        )
    for one in content.programme()["funders"]:
        add_funder(name=one["name"], short_name=one["short_name"], by=administrator)
    for one in content.people()["funder_contacts"]:
        add_funder_contact(
            Funder.objects.get(name=one.funder), email=one.email, name=one.name, by=administrator
        )
