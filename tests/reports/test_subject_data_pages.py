"""“Your data”: who gets a copy, of whom, and what they show before it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.urls import reverse

from core import clock, people
from core.mail import delivery
from core.models import AuditEvent, OutboundEmail
from pioneers.models import ConflictOfInterest, Reviewer, SelectionPlan
from reports.subject_data.archive import PAGE
from reports.subject_data.copying import MADE
from tests import factories as make
from tests.core.proof import show

pytestmark = pytest.mark.django_db
OWN = "/details/data/"


def of(person: Any) -> str:
    return reverse("reports:person_data", args=[person.pk])


def page_in(answer: Any) -> str:
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return archive.read(PAGE).decode()


def made() -> list[tuple[str, str]]:
    return list(AuditEvent.objects.filter(action=MADE).values_list("actor", "subject_id"))


# --- One's own ------------------------------------------------------------------------------------
def test_one_press_gives_a_file_that_nothing_keeps(client):
    person = make.person("Grace Mensah", phone="020 7946 0000")
    answer = show(client, person).post(OWN)
    name = answer["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="your-data-\d{4}-\d\d-\d\d\.zip"', name)
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "application/zip",
        "private, no-store",
    )
    assert "020 7946 0000" in page_in(answer)
    assert made() == [(person.email, str(person.pk))]


def test_looking_at_the_page_makes_nothing(client):
    page = show(client, make.person()).get(OWN).content.decode()
    assert ("Get your data" in page, "Show that it is you" in page) == (True, False)
    assert made() == []


def test_the_page_is_reached_from_ones_details(client):
    client.force_login(make.person())
    assert f'href="{OWN}"' in client.get("/details/").content.decode()


def test_copies_made_before_are_listed_with_who_made_them(client):
    pioneer = make.pioneer()
    administrator = make.administrator(pioneer.cohort.programme)
    show(client, administrator).post(of(pioneer.person))
    page = show(client, pioneer.person).get(OWN).content.decode()
    assert f"by {administrator.name}" in page


# --- Fresh proof ------------------------------------------------------------------------------
@pytest.mark.parametrize(("seconds", "status"), [(290, 200), (310, 302)])
def test_proof_is_fresh_for_five_minutes(client, seconds, status):
    assert show(client, make.person(), seconds_ago=seconds).post(OWN).status_code == status


def test_whoever_signs_in_by_code_signs_in_anew_and_comes_back(client, mailoutbox):
    person = people.person("grace@homes.example", name="Grace Mensah")
    client.force_login(person)
    assert "Show that it is you" in client.get(OWN).content.decode()
    answer = client.post(OWN)
    assert (answer.status_code, made()) == (302, [])
    assert answer.url == "/accounts/login/code/?next=%2Fdetails%2Fdata%2F"
    assert client.get("/home/").status_code == 302, "nobody is signed in any more"
    page = client.get(answer.url).content.decode()
    assert "Please sign in again" in page
    carried = {"next": OWN}
    confirm = client.post(answer.url, {"email": person.email} | carried).url
    for shown in (page, client.get(confirm).content.decode()):
        assert f'name="next" value="{OWN}"' in shown
    delivery.deliver_due()
    (code,) = re.findall(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", mailoutbox[0].body, re.MULTILINE)
    answer = client.post(confirm, {"code": code} | carried)
    assert (answer.status_code, answer.url) == (302, OWN)
    assert client.post(OWN)["Content-Type"] == "application/zip"


def test_whoever_has_a_password_types_it_and_comes_back(client):
    person = make.person()
    person.set_password("seven green jugs of squash")
    person.save()
    client.force_login(person)
    answer = client.post(OWN)
    assert (answer.url, made()) == (f"/accounts/reauthenticate/?next={OWN.replace('/', '%2F')}", [])
    answer = client.post(answer.url, {"password": "seven green jugs of squash", "next": OWN})
    assert (answer.status_code, answer.url) == (302, OWN)
    assert client.post(OWN)["Content-Type"] == "application/zip"


# --- For somebody who cannot sign in ----------------------------------------------------------
@pytest.fixture
def pioneer():
    return make.pioneer()


def test_an_administrator_makes_one_and_its_person_is_told(client, pioneer):
    administrator = make.administrator(pioneer.cohort.programme)
    page = show(client, administrator).get(
        reverse("pioneers:staff_person", args=[pioneer.person.pk])
    )
    assert of(pioneer.person) in page.content.decode()
    answer = client.post(of(pioneer.person))
    assert pioneer.person.email in page_in(answer)
    assert made() == [(administrator.email, str(pioneer.person.pk))]
    (mail,) = OutboundEmail.objects.filter(kind="data_copied")
    assert (mail.to_email, mail.state) == (pioneer.person.email, "due")


def test_an_administrator_shows_that_it_is_they_too(client, pioneer):
    client.force_login(make.administrator(pioneer.cohort.programme))
    assert client.post(of(pioneer.person)).status_code == 302
    assert made() == []


def refused(client: Any, by: Any, person: Any) -> list[int]:
    show(client, by)
    return [client.get(of(person)).status_code, client.post(of(person)).status_code]


def test_staff_who_are_no_administrators_are_refused(client, pioneer):
    staff = make.staff(pioneer.cohort.programme)
    assert refused(client, staff, pioneer.person) == [403, 403]
    page = client.get(reverse("pioneers:staff_person", args=[pioneer.person.pk])).content.decode()
    assert of(pioneer.person) not in page


@pytest.mark.parametrize("level", ["staff", "administrator"])
def test_another_programmes_team_does_not_find_the_person(client, pioneer, level):
    elsewhere = make.staff(make.another_programme(), level=level)
    assert refused(client, elsewhere, pioneer.person) == [404, 404]


def test_of_somebody_in_two_programmes_an_administrator_of_both_makes_it(client, pioneer):
    second = make.another_programme()
    second.mentors.create(user=pioneer.person)
    administrator = make.administrator(pioneer.cohort.programme)
    assert refused(client, administrator, pioneer.person) == [403, 403]
    second.memberships.create(user=administrator, level="administrator")
    show(client, administrator)
    assert client.post(of(pioneer.person)).status_code == 200


def test_who_carries_on_a_project_has_to_do_with_its_programme(client, pioneer):
    elsewhere = make.cohort(make.another_programme(), state="running")
    project = make.project(make.pioneer(elsewhere))
    project.members.create(
        role="carries_on",
        person=pioneer.person,
        invited_by=project.pioneer.person,
        accepted_at=clock.now(),
        ended_at=clock.now(),
    )
    administrator = make.administrator(pioneer.cohort.programme)
    assert refused(client, administrator, pioneer.person) == [403, 403]
    elsewhere.programme.memberships.create(user=administrator, level="administrator")
    show(client, administrator)
    assert client.post(of(pioneer.person)).status_code == 200


def test_nobody_makes_the_administrators_copy_of_oneself(client):
    administrator = make.administrator()
    assert refused(client, administrator, administrator) == [403, 403]


def test_whoever_reads_the_person_without_a_name_is_refused(client, pioneer):
    administrator = make.administrator(pioneer.cohort.programme)
    calling = make.cohort(pioneer.cohort.programme)
    make.application(calling, applicant=pioneer.person)
    SelectionPlan.objects.update_or_create(cohort=calling, defaults={"blind": True})
    reader = Reviewer.objects.create(cohort=calling, user=administrator)
    assert refused(client, administrator, pioneer.person) == [403, 403]
    reader.delete()
    show(client, administrator)
    assert client.post(of(pioneer.person)).status_code == 200


def test_whoever_declared_a_conflict_with_the_persons_application_is_refused(client, pioneer):
    administrator = make.administrator(pioneer.cohort.programme)
    application = make.application(make.cohort(), applicant=pioneer.person)
    conflict = ConflictOfInterest.objects.create(application=application, user=administrator)
    assert refused(client, administrator, pioneer.person) == [403, 403]
    conflict.delete()
    show(client, administrator)
    assert client.post(of(pioneer.person)).status_code == 200
