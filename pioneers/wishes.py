"""What a cohort should look like: targets such as “at least 3 from Croydon”, in words and keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Cohort

KINDS = {"borough": "Boroughs", "setting": "Settings", "role": "Roles"}


def keys_of(application: Any) -> frozenset[str]:
    """The keys of SelectionPlan.targets that this application counts for."""
    found = {
        "borough": application.borough_id,
        "setting": application.setting,
        "role": application.role,
    }
    return frozenset(f"{kind}:{value}" for kind, value in found.items() if value)


def labels(cohort: Cohort) -> dict[str, str]:
    """Every key that the cohort can have a target for, in the order of pages: one query."""
    boroughs = cohort.boroughs.order_by("name").values_list("pk", "name")
    return {
        **{f"borough:{pk}": name for pk, name in boroughs},
        **{f"setting:{value}": CareSetting(value).label for value in cohort.settings},
        **{f"role:{value}": JobRole(value).label for value in cohort.roles},
    }


def words(key: str, label: str, n: int) -> str:
    """How a sentence names `n` whom a target counts: “from Croydon”, “deputy managers”."""
    kind = key.partition(":")[0]
    if kind == "borough":
        return f"from {label}"
    name = label[0].lower() + label[1:]
    if kind == "role":
        return name if n == 1 else f"{name}s"
    return f"from {'an' if name[0] in 'aeiou' else 'a'} {name}"


def unmet(
    targets: Mapping[str, int], have: Mapping[str, int], named: Mapping[str, str]
) -> list[str]:
    """A sentence for each target that is missed: what is wanted and what is there."""
    said = []
    for key, label in named.items():
        least, n = targets.get(key, 0), have.get(key, 0)
        if n < least:
            said.append(
                f"{least - n} more {words(key, label, least - n)}: at least {least} wanted, "
                f"{n or 'none'} chosen."
            )
    return said
