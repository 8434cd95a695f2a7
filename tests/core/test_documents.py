"""Documents that take time: made once per content, said plainly where they cannot be made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from core import clock, documents
from core.errors import Refused
from core.models import AuditEvent, Document, DocumentState
from tests import factories as make

pytestmark = pytest.mark.django_db


class Kind:
    """A kind of document whose content, result and reader a test can set."""

    def __init__(self) -> None:
        self.content, self.built, self.trouble, self.reader = "one", 0, None, None

    def build(self, subject_id, progress) -> bytes:
        self.built += 1
        progress(1, 2)
        if self.trouble:
            raise self.trouble
        return f"%PDF {self.content}".encode()


@pytest.fixture
def kind(monkeypatch):
    made = Kind()
    monkeypatch.setitem(
        documents._kinds,
        "try",
        documents.DocumentKind(
            key="try",
            title=lambda subject_id: "A trial",
            filename=lambda subject_id: "trial.pdf",
            fingerprint=lambda subject_id: made.content,
            build=made.build,
            may_read=lambda user, subject_id: user == made.reader,
            page=lambda subject_id: "/",
        ),
    )
    return made


@pytest.fixture
def cohort():
    return make.cohort()


def test_a_document_is_made_once_for_the_same_content(kind, cohort):
    staff = make.staff()
    first = documents.request("try", cohort, by=staff)
    documents.render(str(first.pk))
    assert documents.request("try", cohort, by=make.staff()) == first
    documents.render(str(first.pk))
    assert kind.built == 1
    first.refresh_from_db()
    assert (first.state, first.done, first.total) == (DocumentState.READY, 2, 2)
    assert first.file.read() == b"%PDF one"
    assert [event.actor for event in AuditEvent.objects.all()] == [staff.email]


def test_other_content_is_another_document(kind, cohort):
    first = documents.request("try", cohort, by=make.staff())
    kind.content = "two"
    second = documents.request("try", cohort, by=make.staff())
    assert first != second
    assert documents.current("try", cohort) == second


def test_a_document_that_cannot_be_made_says_why_and_can_be_asked_for_again(kind, cohort):
    kind.trouble = Refused("There is no approved poster yet.")
    first = documents.request("try", cohort, by=make.staff())
    documents.render(str(first.pk))
    first.refresh_from_db()
    assert (first.state, first.error) == (DocumentState.FAILED, "There is no approved poster yet.")
    kind.trouble = None
    second = documents.request("try", cohort, by=make.staff())
    assert second != first
    documents.render(str(second.pk))
    second.refresh_from_db()
    assert second.state == DocumentState.READY


def test_our_own_fault_is_tried_three_times_and_then_said_without_its_details(kind, cohort):
    kind.trouble = ZeroDivisionError("secret detail")
    document = documents.request("try", cohort, by=make.staff())
    for _ in range(documents.MOST_ATTEMPTS - 1):
        with pytest.raises(ZeroDivisionError):
            documents.render(str(document.pk))
        document.refresh_from_db()
        assert document.state == DocumentState.QUEUED
    documents.render(str(document.pk))
    document.refresh_from_db()
    assert (document.state, kind.built) == (DocumentState.FAILED, 3)
    assert document.error == "Something went wrong on our side. Please tell the programme team."


@pytest.fixture
def knocks(monkeypatch):
    """What the worker was told to make."""
    from core import tasks

    told: list[str] = []
    monkeypatch.setattr(
        tasks.render_document, "apply_async", lambda args, retry: told.append(args[0])
    )
    return told


def test_a_document_that_nobody_began_is_offered_again(
    kind, cohort, knocks, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        document = documents.request("try", cohort, by=make.staff())
    assert knocks == [str(document.pk)]
    with django_capture_on_commit_callbacks(execute=True):
        documents.offer_waiting()
    assert len(knocks) == 1
    with (
        clock.at(clock.now() + timedelta(seconds=31)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        documents.offer_waiting()
    assert knocks == [str(document.pk)] * 2


def test_a_document_that_a_killed_worker_left_is_made_by_the_next(kind, cohort):
    document = documents.request("try", cohort, by=make.staff())
    past = clock.now() - timedelta(seconds=1)
    Document.objects.update(state=DocumentState.RENDERING, lease_until=past, attempts=1)
    documents.offer_waiting()
    document.refresh_from_db()
    assert document.state == DocumentState.QUEUED
    documents.render(str(document.pk))
    document.refresh_from_db()
    assert document.state == DocumentState.READY


def test_a_document_in_the_making_is_not_made_by_a_second_worker(kind, cohort):
    document = documents.request("try", cohort, by=make.staff())
    later = clock.now() + timedelta(minutes=1)
    Document.objects.update(state=DocumentState.RENDERING, lease_until=later)
    documents.render(str(document.pk))
    assert kind.built == 0


def test_only_who_may_read_it_sees_how_far_it_is_and_gets_the_file(kind, cohort, client):
    document = documents.request("try", cohort, by=make.staff())
    kind.reader, stranger = make.person(), make.staff()
    pages = (f"/documents/{document.pk}/", f"/documents/{document.pk}/file/")
    client.force_login(stranger)
    assert [client.get(page).status_code for page in pages] == [404, 404]
    client.force_login(kind.reader)
    assert [client.get(page).status_code for page in pages] == [200, 404]
    documents.render(str(document.pk))
    response = client.get(pages[1])
    assert (response.status_code, b"".join(response.streaming_content)) == (200, b"%PDF one")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"] == 'attachment; filename="trial.pdf"'


def test_a_small_document_does_not_weigh_nothing():
    document = Document(file=ContentFile(b"x" * 27 * 1024, name="poster.pdf"))
    assert (document.size, Document().size) == ("27.0\xa0KB", "")
