"""A running cohort's project, begun through the services."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from cohorts.enums import CohortState
from core import clock
from qi_projects import services
from tests import factories as make

SEES = {"owner", "mentor", "staff"}
WORDS = {
    "results": "Two in three now drink before half past seven.",
    "learning": "Night staff were ready long before we asked.",
}


def running_cohort() -> Any:
    today = clock.today()
    return make.cohort(
        state=CohortState.RUNNING,
        starts_on=today - timedelta(days=150),
        ends_on=today + timedelta(days=120),
    )


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def begun(cohort: Any = None, **fields: Any) -> SimpleNamespace:
    """A Pioneer, their project of the four questions, and its one measure."""
    pioneer = make.pioneer(cohort or running_cohort())
    values = {
        "title": "The first cup before the handover",
        "theme": "hydration_nutrition",
        "problem": "Nobody had a drink between waking and twenty to nine.",
        "aim_among": "the 24 residents of the first floor",
        "aim_by": clock.today() + timedelta(days=60),
        "measure": "early drinks",
        "direction": "increase",
        **fields,
    }
    project = services.begin(pioneer, by=pioneer.person, **values)
    return SimpleNamespace(
        pioneer=pioneer,
        person=pioneer.person,
        project=project,
        measure=project.measures.get(),
        poster=project.poster,
    )


def with_numbers(measure: Any, values: Any, by: Any) -> None:
    numbers = [(ago(7 * (len(values) - n)), value, "") for n, value in enumerate(values)]
    services.record_numbers(measure, by=by, numbers=numbers)


def approving(client, project):
    """The address behind the button of the poster's page as it looks now."""
    page = client.get(url("poster", project.pk)).content.decode()
    found = re.search(rf'action="({url("approve_poster", project.pk)}\?seen=\w+)"', page)
    assert found
    return found[1]


def submitted(one: SimpleNamespace) -> Any:
    services.write_poster(one.project, by=one.person, **WORDS)
    poster = services.submit_poster(one.project.poster, by=one.person, declared=True)
    one.poster.refresh_from_db()
    return poster


def approved(one: SimpleNamespace, by: Any) -> Any:
    poster = services.approve_poster(submitted(one), by=by)
    one.poster.refresh_from_db()
    return poster


def picture(name: str = "trolley.jpg", size: tuple[int, int] = (640, 480)) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, (30, 120, 110)).save(file, "JPEG")
    file.seek(0)
    file.name = name
    return file


def url(name, *args):
    return reverse(f"qi_projects:{name}", args=args)


def errors(response):
    form = response.context["form"]
    return [str(error) for listed in form.errors.values() for error in listed]


def queries_of(call, *args, **kwargs):
    with CaptureQueriesContext(connection) as captured:
        call(*args, **kwargs)
    return len(captured)
