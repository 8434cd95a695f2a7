"""Whom to offer a place, as a proposal: the best first, the cohort's targets kept, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pioneers import wishes


@dataclass(frozen=True)
class Candidate:
    pk: int
    name: str
    home: int | None
    keys: frozenset[str]
    # Role, home, borough: for the page alone.
    about: str = ""


@dataclass(frozen=True)
class Line:
    """A candidate at their rank, and why they are in the proposal or not."""

    candidate: Candidate
    rank: int
    why: str


@dataclass
class Proposal:
    picks: list[Line] = field(default_factory=list)
    passed: list[Line] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def propose(
    ranked: Sequence[Candidate],
    *,
    chosen: Sequence[Candidate],
    n: int,
    targets: Mapping[str, int],
    labels: Mapping[str, str],
) -> Proposal:
    """The best `n` of `ranked`, beside those who are `chosen` already. Same input, same answer.

    One person of a home. For each target that is missed, in the order of `labels`, the best who
    meets it comes in for the lowest ranked whom no target needs.
    """
    rank = {one.pk: place for place, one in enumerate(ranked, start=1)}
    picks: list[Candidate] = []
    why: dict[int, str] = {}
    for one in ranked:
        if len(picks) == n:
            break
        if _clash(one, [*chosen, *picks]) is None:
            picks.append(one)
            why[one.pk] = f"Number {rank[one.pk]} by score."
    given_way: dict[int, str] = {}
    for key in [key for key in labels if targets.get(key)]:
        least, words = targets[key], wishes.words(key, labels[key], targets[key])
        while _count([*chosen, *picks])[key] < least:
            swap = _swap(key, ranked, chosen, picks, n, targets)
            if swap is None:
                break
            comes, goes = swap
            picks.append(comes)
            why[comes.pk] = f"For “at least {least} {words}”: number {rank[comes.pk]} by score"
            if goes is not None:
                picks.remove(goes)
                why[comes.pk] += f", instead of {goes.name} (number {rank[goes.pk]})"
                given_way[goes.pk] = f"Gave way to {comes.name}: at least {least} {words}."
            why[comes.pk] += "."
    picks.sort(key=lambda one: rank[one.pk])
    last = max((rank[one.pk] for one in picks), default=0)
    return Proposal(
        picks=[Line(one, rank[one.pk], why[one.pk]) for one in picks],
        passed=[
            Line(one, rank[one.pk], given_way.get(one.pk) or _why_not(one, [*chosen, *picks]))
            for one in ranked
            if rank[one.pk] < last and one not in picks
        ],
        missing=wishes.unmet(targets, _count([*chosen, *picks]), labels),
    )


def _swap(
    key: str,
    ranked: Sequence[Candidate],
    chosen: Sequence[Candidate],
    picks: list[Candidate],
    n: int,
    targets: Mapping[str, int],
) -> tuple[Candidate, Candidate | None] | None:
    for comes in ranked:
        if key not in comes.keys or comes in picks:
            continue
        clash = _clash(comes, [*chosen, *picks])
        if clash in chosen:
            continue
        if clash is None and len(picks) < n:
            return comes, None
        for goes in [clash] if clash else reversed(picks):
            have = _count([*chosen, *picks, comes])
            have.subtract(goes.keys)
            lost = [name for name in goes.keys - comes.keys if have[name] < targets.get(name, 0)]
            if not lost and key not in goes.keys:
                return comes, goes
    return None


def _count(people: Sequence[Candidate]) -> Counter[str]:
    return Counter(key for one in people for key in one.keys)


def _clash(one: Candidate, people: Sequence[Candidate]) -> Candidate | None:
    """Somebody of the same home."""
    same = (other for other in people if one.home is not None and other.home == one.home)
    return next(same, None)


def _why_not(one: Candidate, people: Sequence[Candidate]) -> str:
    clash = _clash(one, people)
    return f"From the same home as {clash.name}." if clash else "The places were given to others."
