"""Rows for tests, made through the services where a change matters, directly where it does not.

Every function makes something new; names are plausible and numbered.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from cohorts.enums import CareSetting, CohortState, JobRole
from cohorts.models import Borough, Cohort, Funder, FunderContact, Programme, StaffMembership
from core import clock
from core.models import User
from pioneers.enums import ApplicationState
from pioneers.models import Application, CareHome, Mentor, Pairing, Pioneer
from qi_projects.enums import PosterState, Theme
from qi_projects.models import Poster, Project
from workshops.enums import SessionKind, SessionState
from workshops.models import LearningSet, Session, SetMembership

LONDON = ZoneInfo("Europe/London")
_number = count(1)
FIRST = ["Grace", "Blessing", "Maria", "Anjali", "Piotr", "Comfort", "Denise", "Tariro"]
LAST = ["Mensah", "Okafor", "Santos", "Thomas", "Kowalski", "Boateng", "Clarke", "Moyo"]


def person(name: str = "", **fields: Any) -> User:
    n = next(_number)
    name = name or f"{FIRST[n % 8]} {LAST[n // 8 % 8]} {n}"
    user = User(email=fields.pop("email", f"person{n}@homes.example"), name=name, **fields)
    user.set_unusable_password()
    user.save()
    return user


def programme() -> Programme:
    """South London's, which the first migration makes."""
    return Programme.objects.get(slug="south-london")


def another_programme() -> Programme:
    n = next(_number)
    return Programme.objects.create(name=f"Programme {n}", slug=f"programme-{n}", run_by="Others")


def staff(of: Programme | None = None, level: str = "staff") -> User:
    user = person()
    StaffMembership.objects.create(programme=of or programme(), user=user, level=level)
    return user


def administrator(of: Programme | None = None) -> User:
    return staff(of, level="administrator")


def cohort(of: Programme | None = None, state: str = CohortState.OPEN, **fields: Any) -> Cohort:
    """A cohort whose call opened ten days ago and closes in twenty; it starts in two months."""
    now = clock.now()
    today = clock.today()
    values: dict[str, Any] = {
        "number": next(_number),
        "label": f"{today.year}/{today.year % 100 + 1}",
        "applications_open_at": now - timedelta(days=10),
        "applications_close_at": now + timedelta(days=20),
        "starts_on": today + timedelta(days=60),
        "ends_on": today + timedelta(days=330),
        "celebration_on": today + timedelta(days=337),
        **fields,
    }
    made = Cohort.objects.create(programme=of or programme(), state=state, **values)
    made.boroughs.set(Borough.objects.all())
    return made


def funder(name: str = "") -> Funder:
    return Funder.objects.create(name=name or f"Funder {next(_number)}")


def funder_contact(of: Funder | None = None) -> User:
    user = person()
    FunderContact.objects.create(funder=of or funder(), user=user)
    return user


def borough(name: str = "Croydon") -> Borough:
    return Borough.objects.get(name=name)


def care_home(name: str = "", **fields: Any) -> CareHome:
    n = next(_number)
    values: dict[str, Any] = {
        "location_id": f"DEMO-T{n:04d}",
        "name": name or f"Rowan Lodge {n}",
        "provider_id": f"DEMO-P{n}",
        "provider_name": f"Rowan Care {n}",
        "postcode": "CR0 1AA",
        "local_authority": "Croydon",
        "borough": borough(),
        "beds": 40,
        "without_nursing": True,
        "bands": ["older_people"],
        **fields,
    }
    return CareHome.objects.create(**values)


def application(to: Cohort | None = None, state: str = ApplicationState.SUBMITTED, **fields: Any):
    values: dict[str, Any] = {
        "applicant": fields.pop("applicant", None) or person(),
        "role": JobRole.MANAGER,
        "setting": CareSetting.OLDER_RESIDENTIAL,
        "phone": "020 7946 0000",
        "years_in_role": 4,
        "manager_name": "Ruth Adeyemi",
        "manager_email": "ruth@provider.example",
        "agrees_to_dates": True,
        **fields,
    }
    values.setdefault("name", values["applicant"].name)
    if "home" not in values:
        values["home"] = care_home()
    if values["home"] is not None:
        values.setdefault("borough", values["home"].borough)
    if state != ApplicationState.DRAFT:
        values.setdefault("submitted_at", clock.now())
    return Application.objects.create(cohort=to or cohort(), state=state, **values)


def pioneer(of: Cohort | None = None, **fields: Any) -> Pioneer:
    of = of or cohort(state=CohortState.RUNNING)
    made = application(of, state=ApplicationState.CONFIRMED)
    values: dict[str, Any] = {
        "person": made.applicant,
        "application": made,
        "home": made.home,
        "role": made.role,
        "setting": made.setting,
        **fields,
    }
    return Pioneer.objects.create(cohort=of, **values)


def mentor(of: Programme | None = None, **fields: Any) -> Mentor:
    return Mentor.objects.create(programme=of or programme(), user=person(), **fields)


def pairing(of: Pioneer | None = None, by: Mentor | None = None, **fields: Any) -> Pairing:
    return Pairing.objects.create(pioneer=of or pioneer(), mentor=by or mentor(), **fields)


def learning_set(of: Cohort | None = None, members: int = 0, **fields: Any) -> LearningSet:
    of = of or cohort(state=CohortState.RUNNING)
    values: dict[str, Any] = {
        "name": f"Wandle {next(_number)}",
        "facilitator": fields.pop("facilitator", None) or person(),
        "starts": time(10),
        "ends": time(13),
        **fields,
    }
    made = LearningSet.objects.create(cohort=of, **values)
    for _ in range(members):
        member(made)
    return made


def member(of: LearningSet, who: Pioneer | None = None) -> SetMembership:
    return SetMembership.objects.create(learning_set=of, pioneer=who or pioneer(of.cohort))


def session(of: Cohort | LearningSet | None = None, **fields: Any) -> Session:
    """A published session a week from now at ten: a workshop of a cohort, or a set's meeting."""
    day: date = fields.pop("day", clock.today() + timedelta(days=7))
    starts = datetime.combine(day, time(10), tzinfo=LONDON)
    if isinstance(of, LearningSet):
        where: dict[str, Any] = {
            "cohort": of.cohort,
            "learning_set": of,
            "kind": SessionKind.LEARNING_SET,
        }
    else:
        where = {"cohort": of or cohort(state=CohortState.RUNNING), "kind": SessionKind.WORKSHOP}
    values: dict[str, Any] = {
        "title": f"Session {next(_number)}",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=3),
        "place": "Wandle Room",
        "state": SessionState.PUBLISHED,
        **where,
        **fields,
    }
    return Session.objects.create(**values)


def project(of: Pioneer | None = None, **fields: Any) -> Project:
    of = of or pioneer()
    values: dict[str, Any] = {
        "home": of.home,
        "title": f"More drinks, more often {next(_number)}",
        "theme": Theme.HYDRATION_NUTRITION,
        **fields,
    }
    return Project.objects.create(pioneer=of, **values)


def poster(of: Project | None = None, state: str = PosterState.APPROVED, **fields: Any) -> Poster:
    if state == PosterState.APPROVED:
        fields = {"approved_at": clock.now(), "approved_by": staff(), **fields}
    return Poster.objects.create(project=of or project(), state=state, **fields)
