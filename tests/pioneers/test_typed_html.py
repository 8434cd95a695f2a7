"""Words that somebody typed are words on every form, never HTML."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pioneers.models import Answer, Question
from tests import factories as make
from tests.pioneers.applying import call
from tests.pioneers.releasing import address, asked, mails

pytestmark = pytest.mark.django_db
HTML = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize("kind", ["short", "long", "number", "choice", "several", "file"])
def test_what_staff_write_beside_a_question_is_no_html_for_the_applicant(kind, client):
    cohort = call()
    question = Question.objects.filter(cohort=cohort, kind="long").first()
    choices = [HTML, "b"] if kind in ("choice", "several") else []
    Question.objects.filter(pk=question.pk).update(
        kind=kind, help_text=HTML, text=HTML, choices=choices, max_words=90
    )
    draft = make.application(cohort, state="draft")
    pages = [reverse("pioneers:edit_application", args=[draft.pk, "answers"])]
    if kind == "file":
        Answer.objects.create(
            application=draft, question=question, text=f"{HTML}.pdf", file="answers/none.pdf"
        )
    client.force_login(draft.applicant)
    shown = client.get(pages[0]).content.decode()
    assert (HTML in shown, "&lt;img src=x" in shown) == (False, True)
    assert "&amp;lt;img" not in shown
    wrong = {f"q-{question.key}": HTML, "seen": "1"}
    if kind == "file":
        wrong = {f"q-{question.key}": SimpleUploadedFile(f"{HTML}.pdf", b"%PDF-1.4 ")}
    assert HTML not in client.post(pages[0], wrong, follow=True).content.decode()
    client.force_login(make.staff())
    preview = client.get(reverse("pioneers:preview_questions", args=[cohort.pk]))
    assert HTML not in preview.content.decode()


def test_an_applicants_name_is_no_html_for_the_line_manager(client):
    application = asked(name=HTML, manager_name=HTML)
    shown = client.get(address(mails(application)[-1])).content.decode()
    assert (HTML in shown, "&lt;img src=x" in shown) == (False, True)
