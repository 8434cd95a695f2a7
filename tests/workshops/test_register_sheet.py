"""The sign-in sheet as a PDF, read back."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.urls import reverse

from core import clock, documents
from core.errors import Refused
from core.models import Document
from tests import factories as make
from tests.workshops.world import BEGIN, moment, published, running_cohort
from workshops.documents import KIND
from workshops.services import sign_in as signing_in

pytestmark = pytest.mark.django_db
START = moment(2026, 10, 7, 10)


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


def meeting(people=3):
    wandle = make.learning_set(
        running_cohort(), members=people, name="Wandle", facilitator=make.person("Ann Lead")
    )
    return published(wandle, START, title="Wandle set, meeting 2", place="Elm Room, Croydon")


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def made(session):
    code = signing_in.code_of(session, by=make.staff())
    content = documents._kinds[KIND].build(str(session.pk), lambda done, total: None)
    return code, pypdf.PdfReader(io.BytesIO(content))


def test_the_sheet_has_names_boxes_code_date_and_place_on_one_tagged_page():
    session = meeting()
    session.attendances.filter(pk=session.attendances.first().pk).update(
        state="apologies", reason="ill"
    )
    code, pdf = made(session)
    words = words_of(pdf)
    names = [str(row.pioneer) for row in session.attendances.select_related("pioneer__person")]
    wanted = [
        *names,
        "Wandle set, meeting 2",
        "Wednesday 7 October 2026, 10am to 1pm",
        "Elm Room, Croydon",
        "Facilitator: Ann Lead",
        code.code,
        "testserver/here/",
    ]
    assert [one for one in wanted if one not in words] == []
    assert "apologies" not in words.lower()
    assert "ill" not in words.lower().split()
    assert len(pdf.pages) == 1
    assert pdf.pages[0].mediabox[2:] == pytest.approx([595.28, 841.89], abs=1)
    assert pdf.metadata.title == "Sign-in sheet: Wandle set, meeting 2, Wednesday 7 October 2026"
    catalog = pdf.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"] is True or catalog["/MarkInfo"]["/Marked"].value
    assert catalog["/Lang"] == "en-GB"


def test_a_workshop_of_thirty_goes_over_pages_and_repeats_its_heads():
    cohort = running_cohort()
    for _ in range(30):
        make.pioneer(cohort)
    _, pdf = made(published(cohort, START))
    heads = [page.extract_text().count("Signature") for page in pdf.pages]
    assert heads == [1] * len(pdf.pages)
    assert len(pdf.pages) == 2


def test_without_a_code_there_is_no_sheet():
    with pytest.raises(Refused, match="no sign-in code yet"):
        documents._kinds[KIND].build(str(meeting().pk), lambda done, total: None)


def test_one_press_makes_the_code_and_asks_for_the_sheet(sign_in):
    session = meeting()
    client = sign_in(session.learning_set.facilitator)
    answer = client.post(reverse("workshops:sign_in_sheet", args=[session.pk]))
    document = Document.objects.get(kind=KIND)
    assert answer.url == reverse("core:document", args=[document.pk])
    assert document.title == "Sign-in sheet: Wandle set, meeting 2, Wednesday 7 October 2026"


@pytest.mark.parametrize(
    ("who", "reads"),
    [("facilitator", True), ("staff", True), ("member", False), ("another facilitator", False),
     ("staff elsewhere", False)],
)  # fmt: skip
def test_who_may_take_the_register_may_read_its_sheet(who, reads):
    session = meeting()
    person = {
        "facilitator": lambda: session.learning_set.facilitator,
        "staff": make.staff,
        "member": lambda: session.attendances.first().pioneer.person,
        "another facilitator": lambda: make.learning_set(session.cohort).facilitator,
        "staff elsewhere": lambda: make.staff(make.another_programme()),
    }[who]()
    assert documents._kinds[KIND].may_read(person, str(session.pk)) is reads


def test_a_new_code_or_a_new_member_makes_a_new_sheet_and_an_apology_does_not():
    session = meeting()
    seen = []

    def look():
        seen.append(documents.fingerprint(KIND, str(session.pk)))

    look()
    session.attendances.update(state="apologies", reason="ill")
    look()
    signing_in.code_of(session, by=make.staff())
    look()
    signing_in.renew_code(session, by=make.staff())
    look()
    session.attendances.create(pioneer=make.pioneer(session.cohort), recorded_by=make.staff())
    look()
    assert seen[0] == seen[1]
    assert len(set(seen)) == 4
