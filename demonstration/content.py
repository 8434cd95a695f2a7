"""The demonstration's invented people, homes, projects and words, read from demonstration/data.

Plain values only: nothing here knows the database. demonstration/data/README.md says what is real
and what is invented.
"""

import csv
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
INVENTED_HOMES = DATA / "invented_homes.csv"
REGISTER_2021 = DATA / "care_homes_2021.csv"

THEMES = (
    "hydration_nutrition",
    "deterioration",
    "dementia",
    "mouth_care",
    "end_of_life",
    "staff_wellbeing",
    "communication",
    "falls",
)


@dataclass(frozen=True)
class Person:
    """An invented person. `home` is only set for those who work in one, `funder` for contacts."""

    id: str
    first_name: str
    last_name: str
    name: str
    email: str
    role: str
    years_in_role: int = 0
    home: str = ""
    line_manager: str = ""
    provider: str = ""
    funder: str = ""


@dataclass(frozen=True)
class Home:
    """An invented home or supported living service; its ID begins with DEMO."""

    id: str
    name: str
    borough: str
    setting: str
    beds: int
    postcode: str
    provider: str


@dataclass(frozen=True)
class Member:
    """A Pioneer of the past or the running cohort, with the home and project that belong to them.

    `story` is one entry of data/stories, as written there.
    """

    person: Person
    home: Home
    line_manager: Person
    story: dict[str, Any]
    answers: dict[str, str]


@dataclass(frozen=True)
class Application:
    """An application for the open call. `state` is how far the demonstration takes it.

    `progress` says how much of the form is filled (begun, half, nearly, whole); `strength` is what
    its readers will think of it (strong, middling, weak), empty while it is a draft.
    """

    id: str
    person: Person
    home: Home
    line_manager: Person
    state: str
    progress: str
    strength: str
    answers: dict[str, str]
    decline_reason: str = ""
    withdrawn_because: str = ""


def random_for(seed: int, *names: object) -> random.Random:
    """A source of chance that gives the same again for the same seed and names."""
    return random.Random(":".join(map(str, (seed, *names))))


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def homes() -> dict[str, Home]:
    with INVENTED_HOMES.open(encoding="utf-8", newline="") as file:
        found = [_home(row) for row in csv.DictReader(file)]
    return {home.id: home for home in found}


def _home(row: dict[str, str]) -> Home:
    return Home(
        id=row["Location ID"],
        name=row["Location Name"],
        borough=row["Location Local Authority"],
        setting=_setting(row),
        beds=int(row["Care homes beds"]),
        postcode=row["Location Postal Code"],
        provider=row["Provider Name"],
    )


def _setting(row: dict[str, str]) -> str:
    if row["Service type - Supported living service"]:
        return "supported_living"
    if not row["Service user band - Older People"]:
        learning = "Service user band - Learning disabilities or autistic spectrum disorder"
        return "learning_disability" if row[learning] else "mental_health"
    nursing = row["Service type - Care home service with nursing"]
    return "older_nursing" if nursing else "older_residential"


@cache
def people() -> dict[str, tuple[Person, ...]]:
    """By group: leaders, line_managers, programme_staff, facilitators, mentors, funder_contacts."""
    groups = _read("people.json")
    return {group: tuple(Person(**person) for person in rows) for group, rows in groups.items()}


@cache
def person(id_: str) -> Person:
    return next(one for group in people().values() for one in group if one.id == id_)


@cache
def stories() -> dict[str, dict[str, Any]]:
    """The 64 projects by ID: P01 to P34 of the past cohort, R01 to R30 of the running one."""
    found = [story for theme in THEMES for story in _read(f"stories/{theme}.json")]
    return {story["id"]: story for story in sorted(found, key=lambda story: story["id"])}


@cache
def drivers() -> dict[str, list[Any]]:
    """By story, its driver diagram: [primary, [[secondary, [ideas]]]]; an idea that is named as a
    cycle of the story is tested by it."""
    return _read("drivers.json")


def past() -> list[Member]:
    return [_member(story) for id_, story in stories().items() if id_.startswith("P")]


def running() -> list[Member]:
    return [_member(story) for id_, story in stories().items() if id_.startswith("R")]


def _member(story: dict[str, Any]) -> Member:
    leader = person(story["pioneer"])
    return Member(
        person=leader,
        home=homes()[story["home"]],
        line_manager=person(leader.line_manager),
        story=story,
        answers=story["application"],
    )


def applications() -> list[Application]:
    """The 47 applications for the open call, the barely begun ones first."""
    order = {"begun": 0, "half": 1, "nearly": 2, "whole": 3}
    found = [_application(row) for row in _read("applications.json")]
    return sorted(found, key=lambda one: (order[one.progress], one.id))


def _application(row: dict[str, Any]) -> Application:
    # Who is a line manager elsewhere in the data says here what they are as an applicant.
    leader = replace(person(row["person"]), **row.get("applies_as", {}))
    return Application(
        id=row["id"],
        person=leader,
        home=homes()[leader.home],
        line_manager=person(leader.line_manager),
        state=row["state"],
        progress=row["progress"],
        strength=row["strength"],
        answers=row["answers"],
        decline_reason=row.get("decline_reason", ""),
        withdrawn_because=row.get("withdrawn_because", ""),
    )


@cache
def programme() -> dict[str, Any]:
    """Words of the public page, the booklet's foreword, credits, workshops, sets and places."""
    return _read("programme.json")


@cache
def reviews() -> dict[str, Any]:
    """Readers' remarks by strength, reasons for declining, and what to score."""
    return _read("reviews.json")


def review(application: Application, seed: int, reader: int) -> dict[str, Any]:
    """One reader's remark and a score for each of `reviews()["criteria"]`, the same every time."""
    chance = random_for(seed, "review", application.id, reader)
    words = reviews()
    low, high = words["scores"][application.strength]
    remarks: Sequence[str] = words["remarks"][application.strength]
    # two readers of one application never make the same remark
    start = random_for(seed, "remarks", application.id).randrange(len(remarks))
    return {
        "note": remarks[(start + reader) % len(remarks)],
        "scores": {one["key"]: chance.randint(low, high) for one in words["criteria"]},
    }
