"""Documents that take time: asked for on a page, made by the worker, kept by their content.

Apps register their kinds in `documents.py`. The row is the queue: a lost task is offered again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from kombu.exceptions import OperationalError

from core import audit, clock
from core.errors import Refused
from core.models import Document, DocumentState

log = logging.getLogger("core.documents")
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class DocumentKind:
    """How one kind of document is named, fingerprinted, built and guarded.

    `fingerprint` returns text that changes whenever the document would look different;
    `build(subject_id, progress)` returns the PDF; `may_read(user, subject_id)` judges access;
    `page(subject_id)` is the address of what the document is of.
    """

    key: str
    title: Callable[[str], str]
    filename: Callable[[str], str]
    fingerprint: Callable[[str], str]
    build: Callable[[str, Progress], bytes]
    may_read: Callable[[Any, str], bool]
    page: Callable[[str], str]


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    _kinds[kind.key] = kind


def kind_of(document: Document) -> DocumentKind:
    return _kinds[document.kind]


def may_read(user: Any, document: Document) -> bool:
    return kind_of(document).may_read(user, document.subject_id)


def page_of(document: Document) -> str:
    """Where it was asked for, to go back to."""
    return kind_of(document).page(document.subject_id)


def fingerprint(kind: str, subject_id: str) -> str:
    return hashlib.sha256(_kinds[kind].fingerprint(subject_id).encode()).hexdigest()


def _of_now(kind: str, subject_id: str) -> Any:
    return Document.objects.filter(
        kind=kind, subject_id=subject_id, fingerprint=fingerprint(kind, subject_id)
    )


def latest(kind: str, subject: Any) -> Document | None:
    """The last document asked for of the subject as it is now, also one that failed."""
    return _of_now(kind, str(subject.pk)).first()


def current(kind: str, subject: Any) -> Document | None:
    """The document that shows the subject as it is now, if it has been asked for."""
    return _current(kind, str(subject.pk))


def _current(kind: str, subject_id: str) -> Document | None:
    return _of_now(kind, subject_id).exclude(state=DocumentState.FAILED).first()


def newest(kind: str, subject: Any) -> Document | None:
    """The one asked for last, whether or not the subject has changed since: one query."""
    return Document.objects.filter(kind=kind, subject_id=str(subject.pk)).first()


def request(kind: str, subject: Any, *, by: Any) -> Document:
    """The document of this content: the one that exists, or a new one that the worker will make."""
    return _request(kind, str(subject.pk), by=by)


def again(document: Document, *, by: Any) -> Document:
    """Try once more to make what failed: a new document, of the subject as it is now."""
    return _request(document.kind, document.subject_id, by=by)


def _request(kind: str, subject_id: str, *, by: Any) -> Document:
    found = _current(kind, subject_id)
    if found:
        if found.state == DocumentState.QUEUED:
            offer(found)
        return found
    try:
        with transaction.atomic():
            document = Document.objects.create(
                kind=kind,
                subject_id=subject_id,
                fingerprint=fingerprint(kind, subject_id),
                title=_kinds[kind].title(subject_id),
                requested_by=by,
                requested_at=clock.now(),
            )
            audit.record("asked for document", document, by=by, detail={"kind": kind})
    except IntegrityError:
        # Two people asked at the same moment: both get the one row.
        existing = _current(kind, subject_id)
        if existing is None:
            raise
        return existing
    offer(document)
    return document


def offer(document: Document) -> None:
    """After commit, tell a worker. If the broker is down, the next scan offers it again."""

    def knock() -> None:
        from core.tasks import render_document

        try:
            render_document.apply_async(args=(str(document.pk),), retry=False)
        except (OperationalError, OSError) as error:
            log.warning("The broker could not be reached; the scan will offer it: %s", error)

    transaction.on_commit(knock)


def offer_waiting() -> None:
    """Offer again what waits and what a killed worker left half made."""
    now = clock.now()
    Document.objects.filter(state=DocumentState.RENDERING, lease_until__lt=now).update(
        state=DocumentState.QUEUED
    )
    for document in Document.objects.filter(
        state=DocumentState.QUEUED, requested_at__lt=now - timedelta(seconds=30)
    )[:20]:
        offer(document)


def render(document_id: str) -> None:
    """Make one document. Of two workers with the same id, one makes it and the other returns."""
    taken = Document.objects.filter(
        Q(state=DocumentState.QUEUED)
        | Q(state=DocumentState.RENDERING, lease_until__lt=clock.now()),
        pk=document_id,
    ).update(
        state=DocumentState.RENDERING,
        attempts=F("attempts") + 1,
        lease_until=clock.now() + LEASE,
    )
    document = Document.objects.filter(pk=document_id).first()
    if not taken or document is None:
        log.info("Document %s is not waiting; nothing to do", document_id)
        return

    def progress(done: int, total: int) -> None:
        Document.objects.filter(pk=document_id).update(
            done=done, total=total, lease_until=clock.now() + LEASE
        )

    try:
        content = kind_of(document).build(document.subject_id, progress)
    except Refused as refusal:
        _fail(document, str(refusal))
    except Exception:
        # Anything else is our fault: logged whole, tried again twice, then said plainly.
        log.exception("Document %s could not be made", document_id)
        if document.attempts >= MOST_ATTEMPTS:
            _fail(document, "Something went wrong on our side. Please tell the programme team.")
        else:
            Document.objects.filter(pk=document_id).update(state=DocumentState.QUEUED)
            raise
    else:
        document.file.save("document.pdf", ContentFile(content), save=False)
        Document.objects.filter(pk=document_id).update(
            file=document.file.name,
            state=DocumentState.READY,
            done=F("total"),
            finished_at=clock.now(),
            lease_until=None,
        )


def _fail(document: Document, words: str) -> None:
    Document.objects.filter(pk=document.pk).update(
        state=DocumentState.FAILED, error=words[:300], finished_at=clock.now()
    )
