"""A cohort at a glance: applications before it runs, Pioneers from then on."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohorts.enums import CohortState
from pioneers.enums import ApplicationState, Decision
from tests import factories

pytestmark = pytest.mark.django_db


def page(cohort):
    return reverse("reports:cohort", args=[cohort.pk])


def test_an_open_call_shows_its_applications(sign_in):
    cohort = factories.cohort(state=CohortState.OPEN)
    factories.application(cohort)
    factories.application(cohort, decision=Decision.OFFER)
    factories.application(cohort, state=ApplicationState.DRAFT)
    factories.application(cohort, state=ApplicationState.WITHDRAWN)
    context = sign_in(factories.staff()).get(page(cohort)).context
    shown = context["applications"]
    assert (shown["sent"], shown["unread"], shown["draft"]) == (2, 1, 1)
    assert context["bars"] == [
        ("Applications by role", [("Care home manager", 2)], 2),
        ("Applications by setting", [("Older person’s residential home", 2)], 2),
        ("Applications by borough", [("Croydon", 2)], 2),
    ]


def test_a_running_cohort_shows_its_pioneers(sign_in):
    cohort = factories.cohort(state=CohortState.RUNNING)
    factories.project(factories.pioneer(cohort))
    factories.pioneer(cohort)
    context = sign_in(factories.staff()).get(page(cohort)).context
    assert (context["pioneers"], context["homes"], context["came_percent"]) == (2, 2, None)
    assert [(title, total) for title, _, total in context["bars"]] == [
        ("Pioneers by role", 2),
        ("Pioneers by setting", 2),
        ("Pioneers by borough", 2),
        ("Projects by theme", 1),
        ("Projects by stage", 1),
    ]


def test_the_first_page_of_a_cohort_leads_to_all_the_others(sign_in):
    html = sign_in(factories.staff()).get(page(factories.cohort())).content.decode()
    found = re.search(r'<nav class="tabs".*?</nav>', html, re.DOTALL)
    assert found
    assert re.findall(r">([A-Z][a-z ]+)</a>", found[0]) == [
        "At a glance",
        "Selection",
        "Pioneers",
        "Sessions",
        "Projects",
        "Booklet",
        "Outbox",
        "Settings",
    ]


@pytest.mark.parametrize("state", [CohortState.OPEN, CohortState.RUNNING, CohortState.CELEBRATED])
def test_the_page_takes_the_same_queries_for_3_rows_and_for_30(state, sign_in):
    client = sign_in(factories.staff())
    counts = []
    for rows in (3, 30):
        cohort = factories.cohort(state=state)
        for _ in range(rows):
            factories.project(factories.pioneer(cohort))
            factories.session(cohort)
        with CaptureQueriesContext(connection) as found:
            assert client.get(page(cohort)).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] <= 15
