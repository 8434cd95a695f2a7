"""Taking exactly these applications out as a table: which rows, which columns, what is noted."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.models import AuditEvent
from pioneers.enums import QuestionKind
from pioneers.models import Answer, Application, Question, ReleaseAgreement, Review
from pioneers.questions import add_questions
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    made = make.cohort()
    add_questions(made, None, None)
    return made


@pytest.fixture
def staff(client):
    user = make.staff()
    client.force_login(user)
    return user


def url(cohort, query="all=1"):
    return f"{reverse('pioneers:export_applications', args=[cohort.pk])}?{query}"


def table(client, cohort, columns, query="all=1", kind="csv"):
    answer = client.post(url(cohort, query), {"columns": columns, "kind": kind})
    body = b"".join(answer) if answer.streaming else answer.content
    if kind == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(body)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_rows_are_those_of_the_filter_in_the_order_of_the_list(client, staff, cohort):
    for name, state in (("Cleo", "submitted"), ("Ada", "submitted"), ("Ben", "offered")):
        make.application(cohort, name=name, state=state)
    make.application(name="Elsewhere")
    assert table(client, cohort, ["name"], "state=submitted&order=name&all=1") == [
        ["Name"],
        ["Ada"],
        ["Cleo"],
    ]


def test_ticked_rows_are_the_only_ones(client, staff, cohort):
    rows = [make.application(cohort, name=name) for name in ("Ada", "Ben", "Cleo")]
    foreign = make.application(make.cohort(make.another_programme()), name="Foreign")
    query = f"order=name&pk={rows[0].pk}&pk={rows[2].pk}&pk={foreign.pk}"
    assert table(client, cohort, ["name"], query) == [["Name"], ["Ada"], ["Cleo"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_chosen_columns_stand_there_with_answers_and_numbers_as_numbers(
    kind, client, staff, cohort
):
    number = Question.objects.create(
        cohort=cohort, key="beds", text="How many beds?", kind=QuestionKind.NUMBER, order=99
    )
    why = Question.objects.get(cohort=cohort, key="why_now")
    row = make.application(
        cohort, name="=Ada", years_in_role=4, home=make.care_home("Elm", provider_name="Oak Ltd")
    )
    Answer.objects.create(application=row, question=number, text="-12")
    Answer.objects.create(application=row, question=why, text="Well\n=1+1")
    ReleaseAgreement.objects.create(application=row, manager_email="b@x.example")
    columns = ["name", "years", "home", "provider", "release", "q-why_now", "q-beds"]
    heading, values = table(client, cohort, columns, kind=kind)
    assert heading == [
        "Name",
        "Years in this role",
        "Home",
        "Provider",
        "Manager’s release",
        why.text,
        "How many beds?",
    ]
    numbers = ["4", "-12"] if kind == "csv" else [4, -12]
    assert values == ["'=Ada", numbers[0], "Elm", "Oak Ltd", "Asked", "Well\n'=1+1", numbers[1]]


def test_of_a_draft_only_who_writes_it_and_when_it_was_touched(client, staff, cohort):
    make.application(
        cohort, state="draft", name="Hidden", applicant=make.person("Ada", email="ada@x.example")
    )
    form = client.get(url(cohort)).context["form"]
    columns = [key for key, _ in form.fields["columns"].choices]
    heading, values = table(client, cohort, columns)
    shown = {title for title, value in zip(heading, values, strict=True) if value}
    assert shown == {"Number", "Name", "E-mail", "State", "Last touched"}


def test_the_median_is_there_only_where_the_reader_has_scored(client, staff, cohort):
    rows = [make.application(cohort, name=name, median=3.5) for name in ("Ada", "Ben")]
    Review.objects.create(application=rows[0], reviewer=staff, total=4)
    Review.objects.create(application=rows[1], reviewer=make.staff(), total=3)
    columns = ["name", "own", "median"]
    assert table(client, cohort, columns, "order=name&all=1")[1:] == [
        ["Ada", "4.0", "3.5"],
        ["Ben", "", ""],
    ]


def test_that_it_was_taken_is_noted_with_count_and_columns_and_opening_the_page_is_not(
    client, staff, cohort
):
    for _ in range(3):
        make.application(cohort)
    client.get(url(cohort))
    assert not AuditEvent.objects.filter(action="exported applications").exists()
    table(client, cohort, ["name", "email"])
    [event] = AuditEvent.objects.filter(action="exported applications")
    assert (event.actor, event.subject_id) == (staff.email, str(cohort.pk))
    assert event.detail == {"count": 3, "columns": ["name", "email"]}


@pytest.mark.parametrize(
    "data", [{}, {"columns": ["nonsense"], "kind": "csv"}, {"columns": ["name"], "kind": "exe"}]
)
def test_a_choice_that_is_none_gives_the_form_back_and_no_table(data, client, staff, cohort):
    make.application(cohort)
    answer = client.post(url(cohort), data)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert not AuditEvent.objects.filter(action="exported applications").exists()


def test_the_table_is_kept_by_nobody_on_the_way(client, staff, cohort):
    make.application(cohort)
    for kind in ("csv", "xlsx"):
        answer = client.post(url(cohort), {"columns": ["name"], "kind": kind})
        assert answer["Cache-Control"] == "no-store"
        assert answer["Content-Disposition"].startswith(
            f'attachment; filename="applications-cohort-{cohort.number}-'
        )
        assert answer["Content-Disposition"].endswith(f'.{kind}"')


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_thirty_rows_take_as_many_queries_as_three(kind, client, staff, cohort, count_queries):
    columns = ["name", "home", "borough", "release", "own", "median", "q-why_now"]
    counts = []
    for more in (3, 27):
        for _ in range(more):
            make.application(cohort)
        counts.append(count_queries(lambda: table(client, cohort, columns, kind=kind)))
    assert counts[0] == counts[1] <= 13
    assert len(table(client, cohort, columns, kind=kind)) == Application.objects.count() + 1


@pytest.mark.parametrize("asked", ["untouched=soon", "state=asleep", "answer=falls"])
def test_no_table_is_made_by_a_filter_that_was_not_understood(asked, client, staff, cohort):
    make.application(cohort)
    address = url(cohort, f"{asked}&all=1")
    for page in (client.get(address), client.post(address, {"kind": "csv", "columns": ["name"]})):
        assert page.headers["Content-Type"].startswith("text/html")
        assert "One of the filters was not understood" in page.content.decode()
    assert not AuditEvent.objects.filter(action="exported applications").exists()
