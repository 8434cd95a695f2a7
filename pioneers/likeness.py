"""When two records look like one person, and why. No database here.

People are only compared with those who share a key (an address, a telephone, a home, a name), so
that thousands take as long as their keys are many, not as their pairs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

from pioneers.home_keys import name_key

# A telephone that more people give is a home's or a provider's, and tells nothing.
MOST_OF_ONE_KEY = 20
SIMILAR = 0.85
SHORTEST_PHONE = 9


@dataclass
class Facts:
    """What is compared of one person: all that they ever gave, drafts left out."""

    pk: int
    email: str
    names: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    homes: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Likeness:
    """Two people who may be one; the reasons, the strongest first."""

    one: int
    other: int
    reasons: tuple[str, ...]
    strength: int


def email_key(email: str) -> str:
    """g.mensah+work@home.example → gmensah@home.example."""
    local, _, domain = email.casefold().partition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def phone_key(phone: str) -> str:
    """+44 20 7946 0111 and 020 7946 0111 → 2079460111; empty where it is too short to compare."""
    digits = re.sub(r"\D", "", phone.split("/")[0])
    digits = re.sub(r"^(0044|44|0)", "", digits)
    return digits if len(digits) >= SHORTEST_PHONE else ""


def full_name_key(name: str) -> str:
    """The words of a full name, in one order: Okafor Blessing is Blessing Okafor."""
    words = name_key(name).split()
    return " ".join(sorted(words)) if len(words) > 1 else ""


def similar_names(one: str, other: str) -> str:
    """Why two names are alike, in words; empty where they are not."""
    first, second = name_key(one).split(), name_key(other).split()
    if not first or not second:
        return ""
    if first == second:
        return "the same name"
    if sorted(first) == sorted(second):
        return "the same name the other way round"
    shorter, longer = sorted((set(first), set(second)), key=len)
    if len(shorter) > 1 and shorter < longer:
        return "the same name but for a middle name"
    joined = " ".join(sorted(first)), " ".join(sorted(second))
    if min(map(len, (first, second))) > 1 and _close(*joined):
        return "a similar name"
    return ""


def _close(one: str, other: str) -> bool:
    likeness = SequenceMatcher(None, one, other, autojunk=False)
    # Two upper bounds that are quick to find come first.
    return (
        likeness.real_quick_ratio() >= SIMILAR
        and likeness.quick_ratio() >= SIMILAR
        and likeness.ratio() >= SIMILAR
    )


def pairs(people: Iterable[Facts], *, about: int | None = None) -> list[Likeness]:
    """Who may be one person, the likeliest first; `about` one of them only."""
    known = {person.pk: person for person in people}
    candidates = {
        pair
        for block in _blocks(known.values())
        for pair in combinations(sorted(block), 2)
        if about is None or about in pair
    }
    found = [compare(known[one], known[other]) for one, other in sorted(candidates)]
    alike = [likeness for likeness in found if likeness is not None]
    return sorted(alike, key=lambda likeness: (-likeness.strength, likeness.one, likeness.other))


def _blocks(people: Iterable[Facts]) -> Iterator[set[int]]:
    blocks: dict[str, dict[str, set[int]]] = {
        kind: defaultdict(set) for kind in ("email", "phone", "home", "name")
    }
    for person in people:
        blocks["email"][email_key(person.email)].add(person.pk)
        for phone in person.phones:
            blocks["phone"][phone].add(person.pk)
        for name in person.names:
            blocks["name"][full_name_key(name)].add(person.pk)
        for home in person.homes:
            # Of a large home, those are compared whose names begin alike, in any order.
            for name in person.names:
                for word in name_key(name).split():
                    blocks["home"][f"{home} {word[:2]}"].add(person.pk)
    for kind, found in blocks.items():
        for key, members in found.items():
            if len(members) < 2 or (kind != "email" and not key):
                continue
            if kind == "home" or len(members) <= MOST_OF_ONE_KEY:
                yield members


def compare(one: Facts, other: Facts) -> Likeness | None:
    """None where there is no reason to think of one person."""
    reasons: list[tuple[int, str]] = []
    if email_key(one.email) == email_key(other.email):
        reasons.append((4, "the same e-mail address but for dots or a tag"))
    names = [
        words
        for first in one.names
        for second in other.names
        if (words := similar_names(first, second))
    ]
    if names:
        name = min(names, key=len)
        shared = set(one.homes) & set(other.homes)
        if shared:
            homes = {**one.homes, **other.homes}
            reasons.append((2, f"{name} and the same home, {homes[min(shared)]}"))
        if one.phones & other.phones:
            reasons.append((2, f"{name} and the same telephone"))
        if not reasons and name.startswith("the same name") and "middle" not in name:
            reasons.append((1, name))
    if not reasons:
        return None
    reasons.sort(key=lambda reason: -reason[0])
    first, second = sorted((one.pk, other.pk))
    return Likeness(
        first, second, tuple(words for _, words in reasons), sum(weight for weight, _ in reasons)
    )
