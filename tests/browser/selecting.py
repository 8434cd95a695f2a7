"""Cohorts with applications for the browser tests: made in the live system's own database."""

from __future__ import annotations

from tests.browser.server import System

SCRIPT = """
from datetime import timedelta
from cohorts.enums import CohortState
from cohorts.models import Borough, Cohort, Programme
from core import clock, people
from pioneers.models import Application, CareHome, SelectionPlan

programme = Programme.objects.get(slug="south-london")
now, today = clock.now(), clock.today()
cohort = Cohort.objects.create(
    programme=programme, number={number}, label="2027/28", state=CohortState.SELECTING,
    places={places}, applications_open_at=now - timedelta(days=40),
    applications_close_at=now - timedelta(days=5), starts_on=today + timedelta(days=60),
    ends_on=today + timedelta(days=300),
)
cohort.boroughs.set(Borough.objects.all())
SelectionPlan.objects.create(cohort=cohort, promotes_by_itself={promotes})
homes = list(CareHome.objects.exclude(borough=None).order_by("pk")[:{count}])
for n, home in enumerate(homes):
    name = "Applicant Number%02d" % n
    person = people.person("applicant%02d.{number}@homes.example" % n, name=name)
    Application.objects.create(
        cohort=cohort, applicant=person, name=name, state="submitted", role="manager",
        setting="older_residential", home=home, borough=home.borough,
        submitted_at=now - timedelta(days=20) + timedelta(minutes=n), agrees_to_dates=True,
    )
print("COHORT", cohort.pk)
"""


def cohort_to_choose(
    system: System, *, number: int, count: int, places: int, promotes: bool = False
) -> int:
    """A cohort whose call has closed, with `count` applications; its id."""
    script = SCRIPT.format(number=number, count=count, places=places, promotes=promotes)
    printed = system.manage("shell", "-c", script)
    return int(printed.rpartition("COHORT")[2])


def email(n: int, number: int) -> str:
    return f"applicant{n:02d}.{number}@homes.example"
