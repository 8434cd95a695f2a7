"""A funder's summary: what it holds, who issues it, who reads it, and that it stays as it was."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from cohorts.enums import CareSetting, CohortState
from cohorts.models import FunderContact, Funding
from cohorts.services import end_funder_contact
from core import audit
from core.errors import Refused
from pioneers.enums import PioneerState
from pioneers.models import Pioneer
from reports import services
from reports.models import FunderSummary
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return factories.administrator()


@pytest.fixture
def cohort():
    return factories.cohort(state=CohortState.RUNNING)


@pytest.fixture
def funder(cohort):
    return funds(factories.funder("Lavender Trust"), cohort)


def funds(funder, cohort):
    Funding.objects.create(cohort=cohort, funder=funder, places=10, credit_line="Thanks to all")
    return funder


def issue(funder, by):
    return services.issue_summary(factories.programme(), funder=funder, by=by)


def page(summary):
    return reverse("reports:summary", args=[summary.pk])


def table(summary, title):
    rows = next(t["rows"] for t in summary.figures["tables"] if t["title"] == title)
    return {row["label"]: row["value"] for row in rows}


def pioneers(cohort, count, **fields):
    return [factories.pioneer(cohort, **fields) for _ in range(count)]


def test_counts_are_rounded_and_small_ones_hidden(cohort, funder, administrator):
    pioneers(cohort, 12, setting=CareSetting.OLDER_NURSING)
    pioneers(cohort, 4, setting=CareSetting.SUPPORTED_LIVING)
    summary = issue(funder, administrator)
    shown = table(summary, "Pioneers by care setting")
    assert {label: value for label, value in shown.items() if value != 0} == {
        CareSetting.OLDER_NURSING.label: 10,
        CareSetting.SUPPORTED_LIVING.label: None,
    }
    assert [(f["label"], f["value"]) for f in summary.figures["headline"][:2]] == [
        ("Pioneers", 15),
        ("Care homes", 15),
    ]


def test_the_stored_figures_hold_only_noughts_fives_and_what_is_not_of_people(
    cohort, funder, administrator
):
    """Four hidden Pioneers and thirteen others: neither 4 nor 13 nor 17 is anywhere in the row."""
    pioneers(cohort, 13, setting=CareSetting.OLDER_NURSING)
    pioneers(cohort, 4, setting=CareSetting.SUPPORTED_LIVING)
    figures = issue(funder, administrator).figures
    counts = [row["value"] for t in figures["tables"] for row in t["rows"]]
    counts += [figure["value"] for figure in figures["headline"]]
    assert {value % 5 for value in counts if value is not None} == {0}
    words = re.sub(r"Cohort \d+ \([^)]*\)", "", json.dumps(figures))
    assert [number for number in ("4", "13", "17") if number in re.findall(r"\d+", words)] == []


def test_pioneers_outside_the_cohorts_boroughs_have_a_row_of_their_own(
    cohort, funder, administrator
):
    cohort.boroughs.set([factories.borough("Merton")])
    pioneers(cohort, 9)
    assert table(issue(funder, administrator), "Pioneers by borough") == {
        "Merton": 0,
        services.ELSEWHERE: 10,
    }


def test_a_summary_stays_as_it_was_when_pioneers_withdraw(cohort, funder, administrator):
    people = pioneers(cohort, 10)
    summary = issue(funder, administrator)
    before = dict(summary.figures)
    Pioneer.objects.filter(pk__in=[p.pk for p in people]).update(state=PioneerState.WITHDRAWN)
    assert FunderSummary.objects.get(pk=summary.pk).figures == before
    assert issue(funder, administrator).figures["headline"][0]["value"] == 0


def test_only_cohorts_that_have_begun_and_that_the_funder_supports_are_in_it(
    cohort, funder, administrator
):
    funds(funder, factories.cohort(state=CohortState.OPEN))
    factories.cohort(state=CohortState.RUNNING)
    names = [c["name"] for c in issue(funder, administrator).figures["cohorts"]]
    assert names == [cohort.name]


def test_without_a_cohort_that_has_begun_nothing_is_issued(administrator):
    funder = funds(factories.funder("Early Trust"), factories.cohort(state=CohortState.OPEN))
    with pytest.raises(Refused, match="Early Trust supports no cohort that has begun"):
        issue(funder, administrator)
    assert FunderSummary.objects.count() == 0


def test_issuing_is_noted_with_who_did_it(cohort, funder, administrator):
    event = audit.history(issue(funder, administrator)).get()
    assert (event.actor, event.action, event.detail) == (
        administrator.email,
        "issued funder summary",
        {"cohorts": [cohort.number]},
    )


@pytest.mark.parametrize(
    ("make", "answer", "issued"),
    [(factories.administrator, 302, 1), (factories.staff, 403, 0), (factories.person, 403, 0)],
)
def test_only_administrators_issue(make, answer, issued, funder, sign_in):
    url = reverse("reports:issue_summary", args=[funder.pk])
    assert sign_in(make()).post(url).status_code == answer
    assert FunderSummary.objects.count() == issued


def test_a_contact_of_the_funder_may_not_issue(funder, sign_in):
    url = reverse("reports:issue_summary", args=[funder.pk])
    assert sign_in(factories.funder_contact(funder)).post(url).status_code == 403


def test_a_funder_reads_its_own_summary_and_not_anothers(cohort, funder, administrator, sign_in):
    other = funds(factories.funder(), cohort)
    mine, theirs = issue(funder, administrator), issue(other, administrator)
    client = sign_in(factories.funder_contact(funder))
    assert [client.get(page(summary)).status_code for summary in (mine, theirs)] == [200, 404]
    listed = client.get(reverse("reports:summaries")).context["rows"]
    assert list(listed) == [mine]


def test_a_funder_may_not_have_anothers_pdf_made(cohort, funder, administrator, sign_in):
    theirs = issue(funds(factories.funder(), cohort), administrator)
    client = sign_in(factories.funder_contact(funder))
    assert client.post(reverse("reports:summary_pdf", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize("name", ["reports:cohort", "reports:booklet", "cohorts:outbox"])
def test_a_funder_does_not_see_the_cohort_it_pays_for(name, cohort, funder, sign_in):
    client = sign_in(factories.funder_contact(funder))
    assert client.get(reverse(name, args=[cohort.pk])).status_code == 404


def test_the_next_request_after_access_ended_is_refused(cohort, funder, administrator, sign_in):
    summary = issue(funder, administrator)
    contact = factories.funder_contact(funder)
    client = sign_in(contact)
    assert client.get(page(summary)).status_code == 200
    end_funder_contact(FunderContact.objects.get(user=contact), by=administrator)
    assert client.get(page(summary)).status_code == 404
    assert client.get(reverse("reports:summaries")).status_code == 403


def test_staff_of_another_programme_do_not_see_it(funder, administrator, sign_in):
    summary = issue(funder, administrator)
    client = sign_in(factories.administrator(factories.another_programme()))
    assert client.get(page(summary)).status_code == 404
