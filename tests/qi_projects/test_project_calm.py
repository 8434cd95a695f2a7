"""The project's page shows what is needed each week, and keeps the rest within one press."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from core import clock
from qi_projects import services
from tests import factories as make
from tests.qi_projects.running import ago, approved, url, with_numbers

pytestmark = pytest.mark.django_db


class Card(HTMLParser):
    """The addresses that each chart card shows at once, and those behind a summary."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.tucked: list[str] = []
        self.inside = {"figure": 0, "details": 0}
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag in self.inside:
            self.inside[tag] += 1
        address = dict(attributes).get({"a": "href", "form": "action"}.get(tag, ""))
        if address and self.inside["figure"]:
            (self.tucked if self.inside["details"] else self.shown).append(address)

    def handle_endtag(self, tag):
        if tag in self.inside:
            self.inside[tag] -= 1


def test_under_a_chart_only_the_number_to_add_is_shown_at_once(one, sign_in):
    with_numbers(one.measure, range(12), one.person)
    card = Card(sign_in(one.person).get(url("project", one.project.pk)).content.decode())
    here = one.project.pk, one.measure.pk
    assert card.shown == [url("add_number", *here)]
    assert card.tucked == [
        url("paste_numbers", *here),
        url("numbers", *here),
        url("edit_measure", *here),
        *([url("choose_chart", *here)] * 2),
        reverse("qi_projects:reading_charts"),
        *(url("chart_file", *here, form) for form in ("png", "svg", "csv")),
    ]


def test_an_empty_chart_offers_no_numbers_to_put_right_and_no_file(one, sign_in):
    card = Card(sign_in(one.person).get(url("project", one.project.pk)).content.decode())
    here = one.project.pk, one.measure.pk
    assert card.shown == [url("add_number", *here)]
    assert card.tucked == [
        url("paste_numbers", *here),
        url("edit_measure", *here),
        reverse("qi_projects:reading_charts"),
    ]


def test_reports_to_come_after_the_next_are_counted_and_tucked_away(one, sign_in):
    one.project.reports.all().delete()
    days = [clock.today() + timedelta(days=30 * n) for n in (-1, 0, 1, 2, 3)]
    for day in days:
        one.project.reports.create(usual_on=day, due_on=day)
    progress = sign_in(one.person).get(url("project", one.project.pk)).context["progress"]
    assert [report.due_on for report in progress.reports_so_far] == days[:3]
    assert [report.due_on for report in progress.later_reports] == days[3:]


def test_a_number_after_approval_is_foretold_and_told(one, sign_in):
    staff = make.staff()
    client = sign_in(one.person)
    approved(one, staff)
    page = client.get(url("project", one.project.pk)).content.decode()
    assert "takes it out of the booklet until the programme team has read it again" in page
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(2), 12, "")])
    page = client.get(url("project", one.project.pk)).content.decode()
    assert "It is in the booklet again when it has been sent and read once more" in page


@pytest.mark.parametrize("who", ["owner", "mentor", "staff"])
def test_each_part_that_is_listed_on_top_can_be_gone_to(who, world, one, sign_in):
    page = sign_in(world[who]).get(url("project", one.project.pk)).content.decode()
    listed = re.search(r'<nav class="on-this-page".*?</nav>', page, re.DOTALL)
    parts = re.findall(r'href="#([^"]+)"', listed[0])
    # Of the team only who can invite is told while there is none.
    team = ["team"] if who == "owner" else []
    rest = ["updates", "comments", "reached"]
    assert parts == [f"measure-{one.measure.pk}", "cycles", "aim", *team, *rest]
    assert [part for part in parts if f' id="{part}"' not in page] == []
