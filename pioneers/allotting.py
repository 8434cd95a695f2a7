"""Whose money pays for whose place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Purse:
    """A funder's places in a cohort; no boroughs means any."""

    pk: int
    places: int
    boroughs: frozenset[int]

    def covers(self, borough: int | None) -> bool:
        return not self.boroughs or borough in self.boroughs


def allot(boroughs: Sequence[int | None], purses: Sequence[Purse]) -> list[int | None]:
    """Per person, by the borough of their home, the one purse that their place counts for.

    The rule: a place counts for one funder only, one that pays for its borough and has a place
    left. Funders of named boroughs come before those of any borough, those of few boroughs before
    those of many. Where two funders share boroughs, people move from one to the other as long as
    that lets one more person be paid for; so as many places are funded as can be, and a shared
    borough is never counted twice. None is a place that no funder covers.
    """
    order = sorted(purses, key=lambda one: (not one.boroughs, len(one.boroughs), one.pk))
    held: dict[int, list[int]] = {one.pk: [] for one in order}

    def seat(person: int, asked: set[int]) -> bool:
        for purse in order:
            if purse.pk in asked or not purse.covers(boroughs[person]):
                continue
            asked.add(purse.pk)
            if len(held[purse.pk]) < purse.places:
                held[purse.pk].append(person)
                return True
            for other in list(held[purse.pk]):
                if seat(other, asked):
                    held[purse.pk].remove(other)
                    held[purse.pk].append(person)
                    return True
        return False

    for person in range(len(boroughs)):
        seat(person, set())
    paid = {person: pk for pk, people in held.items() for person in people}
    return [paid.get(person) for person in range(len(boroughs))]
