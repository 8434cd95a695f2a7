"""Files of answers: what may come in, that none is lost, and who may have them."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from pioneers import files
from pioneers.enums import ApplicationState
from pioneers.models import Answer, Application, ConflictOfInterest
from tests import factories as make
from tests.core.uploading import GOOD, PICTURES, problem, upload
from tests.pioneers.applying import call, draft, page, saving, shown
from tests.pioneers.questions import ask

pytestmark = pytest.mark.django_db
NAME = "q-your_certificate"


@pytest.fixture
def application():
    cohort = call()
    ask(cohort, "Your certificate", kind="file")
    ask(cohort, "Your age", kind="number")
    return draft(cohort)


def send(client, application, **typed):
    url = page(application, "answers")
    marks = typed.pop("marks", None) or shown(client, url)
    return client.post(url, {**marks, **{name.replace("__", "-"): v for name, v in typed.items()}})


def answer(application):
    return Answer.objects.filter(application=application, question__kind="file").first()


def test_a_question_without_a_file_takes_none_and_goes_on(application, sign_in):
    response = send(sign_in(application.applicant), application, q__why_now="Because")
    assert (response.status_code, bool(answer(application).file)) == (302, False)


@pytest.mark.parametrize("name", ["plan.pdf", "plan.docx", "plan.doc", "plan.odt", *PICTURES])
def test_every_kind_that_we_name_is_taken_with_its_name(name, application, sign_in):
    client = sign_in(application.applicant)
    assert send(client, application, **{NAME: upload(name)}).status_code == 302
    shown = "photo.jpg" if name in PICTURES else name
    assert (answer(application).text, problem(files.ACCEPTS, upload(name))) == (shown, "")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.pdf", b"", "This file is empty."),
        ("plan.pptx", GOOD["plan.pptx"], "We cannot take this kind of file."),
        ("plan.pdf", b"<html>", "that is not what is in it"),
        ("plan.pdf", b"%PDF-" + b"x" * 10 * 1024 * 1024, "The largest we can take is 10 MB"),
    ],
)
def test_other_files_are_refused_in_words_and_the_page_is_kept(
    name, data, words, application, sign_in
):
    client = sign_in(application.applicant)
    response = send(client, application, q__why_now="Kept", **{NAME: upload(name, data)})
    assert words in response.context["form"].errors[NAME][0]
    assert (answer(application).text, bool(answer(application).file)) == ("", False)
    assert application.answers.get(question__key="why_now").text == "Kept"


def test_a_file_stays_when_the_page_has_other_errors(application, sign_in):
    client = sign_in(application.applicant)
    response = send(client, application, q__your_age="old", **{NAME: upload()})
    assert list(response.context["form"].errors) == ["q-your_age"]
    assert answer(application).text == "plan.pdf"


def test_a_file_is_replaced_and_removed_and_the_old_bytes_go(
    application, sign_in, django_capture_on_commit_callbacks
):
    client = sign_in(application.applicant)
    send(client, application, **{NAME: upload()})
    first = answer(application).file.name
    with django_capture_on_commit_callbacks(execute=True):
        send(client, application, **{NAME: upload("photo.png")})
    second = answer(application).file.name
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, application, **{f"{NAME}-remove": "on"})
    assert (answer(application).text, default_storage.exists(second)) == ("", False)


def test_saving_while_typing_leaves_the_file_alone(application, sign_in):
    client = sign_in(application.applicant)
    send(client, application, **{NAME: upload()})
    marks = shown(client, page(application, "answers"))
    typed = {"q-why_now": "Because", f"{NAME}-remove": "on"}
    assert client.post(saving(application, "answers"), typed | marks).json()["saved_at"]
    assert answer(application).text == "plan.pdf"


def test_two_devices_with_two_files_show_both_and_the_second_press_keeps_the_chosen(
    application, sign_in
):
    client = sign_in(application.applicant)
    url = page(application, "answers")
    first, second = shown(client, url), shown(client, url)
    send(client, application, marks=first, **{NAME: upload("photo.png")})
    response = send(client, application, marks=second, **{NAME: upload()})
    assert (response.status_code, response.context["differing"]) == (
        409,
        [{"label": "Your certificate (if you like)", "stored": "photo.jpg", "typed": "plan.pdf"}],
    )
    assert answer(application).text == "photo.jpg"
    form = response.context["form"]
    again = {"seen": form["seen"].value(), "tab": second["tab"]}
    held = {f"{NAME}-held": form[f"{NAME}-held"].value()}
    assert send(client, application, marks=again, **held).status_code == 302
    assert (answer(application).text, answer(application).file.read()) == (
        "plan.pdf",
        GOOD["plan.pdf"],
    )


def test_a_file_that_somebody_else_holds_is_not_handed_back(application, sign_in):
    send(sign_in(application.applicant), application, **{NAME: upload()})
    stored = files.Stored(answer(application).file.name, "plan.pdf")
    other = draft(application.cohort)
    client = sign_in(other.applicant)
    for mark in (files.held(stored, application.pk), "forged:mark"):
        send(client, other, **{f"{NAME}-held": mark})
        assert not answer(other) or not answer(other).file


def served(client, application):
    question = application.cohort.questions.get(kind="file")
    return client.get(reverse("pioneers:answer_file", args=[application.pk, question.pk]))


def test_a_file_is_served_as_an_attachment_under_the_name_that_it_came_with(application, sign_in):
    client = sign_in(application.applicant)
    send(client, application, **{NAME: upload("plan.docx")})
    response = served(client, application)
    assert response["Content-Disposition"] == 'attachment; filename="plan.docx"'
    assert b"".join(response.streaming_content) == GOOD["plan.docx"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", {"applicant": 200, "staff": 403}),
        ("submitted", {"applicant": 200, "staff": 200}),
        ("withdrawn", {"applicant": 200, "staff": 200}),
    ],
)
def test_who_gets_the_file(state, expected, application, sign_in):
    send(sign_in(application.applicant), application, **{NAME: upload()})
    Application.objects.filter(pk=application.pk).update(
        state=ApplicationState(state),
        submitted_at=None if state == "draft" else application.created_at,
    )
    programme = application.cohort.programme
    conflicted = make.staff(programme)
    ConflictOfInterest.objects.create(application=application, user=conflicted)
    people = {
        "applicant": application.applicant,
        "staff": make.staff(programme),
        "staff with a conflict of interest": conflicted,
        "staff of another programme": make.staff(make.another_programme()),
        "another applicant": draft(application.cohort).applicant,
        "funder": make.funder_contact(),
    }
    found = {who: served(sign_in(user), application).status_code for who, user in people.items()}
    assert found == dict.fromkeys(people, 404) | expected


def test_a_file_whose_bytes_are_gone_is_not_there(application, sign_in):
    client = sign_in(application.applicant)
    send(client, application, **{NAME: upload()})
    default_storage.delete(answer(application).file.name)
    assert served(client, application).status_code == 404
