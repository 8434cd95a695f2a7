"""What a project's page tells of how it goes."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from core import clock
from core.links import on_site
from core.models import OutboundEmail
from qi_projects import selectors, services
from qi_projects.enums import MemberRole
from qi_projects.selectors.progress import UPDATES_A_PAGE, UPDATES_SHOWN, updates_of
from qi_projects.services.numbers import Number
from tests import factories as make
from tests.qi_projects.running import ago, begun, url
from tests.qi_projects.team import joined

pytestmark = pytest.mark.django_db


def test_an_update_whose_number_was_sent_again_does_not_show_the_later_one_as_its_own(sign_in):
    one = begun()
    for day, value in ((ago(9), 11), (ago(1), 17), (ago(1), 19)):
        number = Number(day, value)
        services.write_update(one.project, by=one.person, measure=one.measure, number=number)
    services.write_update(one.project, by=one.person, text="Nights joined in.")
    rows = [
        (update.observation and update.observation.plain, update.number_stands)
        for update, _ in selectors.progress_of(one.project).updates
    ]
    assert rows == [(None, True), ("19", True), ("19", False), ("11", True)]
    page = sign_in(one.person).get(url("project", one.project.pk)).content.decode()
    assert page.count('<p class="update-counted">') == 2
    assert page.count("the number was sent again later") == 1


def test_a_number_that_somebody_else_typed_later_is_not_told_as_ones_own():
    one = begun()
    services.write_update(
        one.project, by=one.person, measure=one.measure, number=Number(ago(1), 64)
    )
    for by, stands in ((one.person, True), (joined(one, MemberRole.WRITE).person, False)):
        services.record_numbers(one.measure, by=by, numbers=[(ago(1), 61, "")])
        assert [update.number_stands for update in updates_of(one.project)] == [stands]


def test_what_was_said_of_every_update_stands_on_a_page_however_many_came_after(sign_in):
    one = begun()
    mentor = make.pairing(one.pioneer).mentor.user
    updates = [
        services.write_update(one.project, by=one.person, text=f"Told {n}")
        for n in range(UPDATES_A_PAGE + 1)
    ]
    for n, update in enumerate(updates):
        services.comment(one.project, by=mentor, text=f"Said {n}.", update=update)
    client = sign_in(one.person)

    def said(address, **query):
        words = re.findall(r"Said (\d+)\.", client.get(address, query).content.decode())
        return [int(n) for n in words]

    project, every = url("project", one.project.pk), url("updates", one.project.pk)
    newest = list(range(UPDATES_A_PAGE, -1, -1))
    assert said(project) == newest[:UPDATES_SHOWN]
    assert said(every) + said(every, page=2) == newest
    assert f'href="{every}"' in client.get(project).content.decode()
    first, old, shown = updates[0], updates[1], updates[-UPDATES_SHOWN]
    assert [
        client.get(url("update", one.project.pk, update.pk)).url for update in (first, old, shown)
    ] == [
        f"{every}?page=2#update-{first.pk}",
        f"{every}?page=1#update-{old.pk}",
        f"{project}#update-{shown.pk}",
    ]


def test_where_every_update_fits_the_project_page_offers_no_other(sign_in):
    one = begun()
    for n in range(UPDATES_SHOWN):
        services.write_update(one.project, by=one.person, text=f"Told {n}")
    every = f'href="{url("updates", one.project.pk)}"'
    assert every not in sign_in(one.person).get(url("project", one.project.pk)).content.decode()


def test_the_mail_and_the_home_page_lead_to_the_update_of_which_something_was_said(sign_in):
    one = begun()
    mentor = make.pairing(one.pioneer).mentor.user
    update = services.write_update(one.project, by=one.person, text="Nights joined in.")
    services.comment(one.project, by=mentor, text="How many of them?", update=update)
    address = url("update", one.project.pk, update.pk)
    assert on_site(address) in OutboundEmail.objects.get(kind="project_comment").body
    assert f'href="{address}"' in sign_in(one.person).get(reverse("reports:home")).content.decode()


def test_an_update_of_another_project_is_not_there(sign_in):
    one, other = begun(), begun()
    update = services.write_update(other.project, by=other.person, text="Elsewhere.")
    assert sign_in(one.person).get(url("update", one.project.pk, update.pk)).status_code == 404


def test_on_the_page_of_all_updates_a_member_reads_no_comment_from_before_they_joined(sign_in):
    one = begun()
    mentor = make.pairing(one.pioneer).mentor.user
    update = services.write_update(one.project, by=one.person, text="Nights joined in.")
    with clock.at(clock.ago(days=3)):
        services.comment(one.project, by=mentor, text="Between you and me", update=update)
    client = sign_in(joined(one, MemberRole.LOOK).person)
    services.comment(one.project, by=mentor, text="Said to all of you", update=update)
    page = client.get(url("updates", one.project.pk)).content.decode()
    assert ("Between you and me" in page, "Said to all of you" in page) == (False, True)
    assert ">Comment<" not in page
