"""The booklet of a cohort: from the shell, on its page, made once for what it shows."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import resolve, reverse
from pypdf import PdfReader

from cohorts.enums import CohortState
from core import documents
from core.models import Document, DocumentState
from qi_projects.enums import PosterState
from reports.selectors import booklet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return factories.cohort(state=CohortState.CELEBRATED)


@pytest.fixture
def poster(cohort):
    pioneer = factories.pioneer(cohort)
    project = factories.project(pioneer, title="Drinks with a bell")
    return factories.poster(project, results="More drinks were drunk.")


def write(cohort, folder):
    out = folder / "booklet.pdf"
    call_command("booklet", cohort.number, out=out, stdout=io.StringIO())
    return PdfReader(out)


def test_the_command_writes_a_pdf_with_the_pioneer_the_home_and_the_project(
    cohort, poster, tmp_path
):
    text = " ".join(" ".join(page.extract_text() for page in write(cohort, tmp_path).pages).split())
    pioneer = poster.project.pioneer
    wanted = [pioneer.person.name, pioneer.home.name, "Drinks with a bell"]
    assert [words for words in wanted if words not in text] == []


def test_an_unknown_cohort_is_told_the_known_ones(cohort, tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("booklet", 999_999, out=tmp_path / "booklet.pdf")
    assert str(refusal.value) == f"There is no cohort 999999. There are: {cohort.number}."


def test_without_an_approved_poster_the_command_says_so_and_writes_nothing(cohort, tmp_path):
    factories.poster(factories.project(factories.pioneer(cohort)), state=PosterState.SUBMITTED)
    with pytest.raises(CommandError) as refusal:
        write(cohort, tmp_path)
    assert str(refusal.value) == ("There is no approved poster yet, so there is nothing to print.")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(cohort, poster, tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        write(cohort, tmp_path / "nowhere")
    assert Document.objects.count() == 0


def test_asked_for_twice_it_is_one_document(cohort, poster):
    by = factories.staff()
    first, second = (documents.request("booklet", cohort, by=by) for _ in range(2))
    assert (first, Document.objects.count()) == (second, 1)


@pytest.mark.parametrize("change", ["poster", "cohort"])
def test_a_change_of_what_it_shows_makes_it_a_new_document(change, cohort, poster):
    by = factories.staff()
    first = documents.request("booklet", cohort, by=by)
    if change == "poster":
        poster.results = "Even more drinks were drunk."
        poster.save()
    else:
        cohort.foreword = "Thank you all."
        cohort.save()
    assert documents.request("booklet", cohort, by=by) != first


def test_posters_come_by_theme_and_the_others_are_named_as_missing(cohort):
    late, early = (
        factories.project(factories.pioneer(cohort), theme=theme)
        for theme in reversed(list(booklet.THEME_ORDER)[:2])
    )
    for project in (late, early):
        factories.poster(project)
    without = factories.pioneer(cohort)
    draft = factories.project(factories.pioneer(cohort))
    factories.poster(draft, state=PosterState.DRAFT)
    assert booklet.projects(cohort) == [early, late]
    assert set(booklet.missing(cohort)) == {without, draft.pioneer}


@pytest.fixture
def failed(cohort, poster):
    document = documents.request("booklet", cohort, by=factories.staff())
    document.state = DocumentState.FAILED
    document.error = "The photo of Elm Court could not be read."
    document.save()
    return document


def test_a_failed_booklet_says_why_and_offers_to_try_again(failed, cohort, sign_in):
    client = sign_in(factories.staff())
    pages = [
        reverse("reports:booklet", args=[cohort.pk]),
        reverse("core:document", args=[failed.pk]),
    ]
    for page in pages:
        text = client.get(page).content.decode()
        assert failed.error in text
        assert f'action="{reverse("core:document", args=[failed.pk])}"' in text
        assert text.count("Try again") == 1


def test_the_page_of_a_document_leads_back_to_where_it_was_asked_for(failed, cohort, sign_in):
    text = sign_in(factories.staff()).get(reverse("core:document", args=[failed.pk]))
    assert f'href="{reverse("reports:booklet", args=[cohort.pk])}"' in text.content.decode()


def test_every_kind_of_document_has_a_page_to_go_back_to():
    found = {key: resolve(kind.page("7")).view_name for key, kind in documents._kinds.items()}
    posters = dict.fromkeys(("poster_a4", "poster_a3", "poster_a1"), "qi_projects:poster")
    assert found == posters | {
        "booklet": "reports:booklet",
        "certificate": "reports:certificate",
        "funder_summary": "reports:summary",
        "sign_in_sheet": "workshops:register",
    }


def test_trying_again_makes_a_new_document_and_leads_to_it(failed, cohort, sign_in):
    response = sign_in(factories.staff()).post(reverse("core:document", args=[failed.pk]))
    new = documents.current("booklet", cohort)
    assert new != failed
    assert new.state == DocumentState.QUEUED
    assert response.url == reverse("core:document", args=[new.pk])


def test_trying_again_is_not_for_those_who_may_not_read_it(failed, sign_in):
    response = sign_in(factories.person()).post(reverse("core:document", args=[failed.pk]))
    assert (response.status_code, Document.objects.count()) == (404, 1)


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, 0, None), (0, 40, 0), (21, 34, 61), (40, 40, 100)]
)
def test_the_progress_says_how_far_it_is(done, total, percent):
    assert Document(done=done, total=total).percent == percent


def test_a_booklet_being_made_asks_htmx_again_and_without_it_has_a_link(cohort, poster, sign_in):
    document = documents.request("booklet", cohort, by=factories.staff())
    Document.objects.update(state=DocumentState.RENDERING, done=21, total=34)
    client = sign_in(factories.staff())
    url = reverse("core:document", args=[document.pk])
    text = client.get(url).content.decode()
    assert f'hx-get="{url}"' in text
    assert '<a href="">Look again</a>' in text
    assert "61%" in text
    fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
