"""Posters as documents: made once for what they show, and anew when that changes."""

from __future__ import annotations

import pytest

from core import documents
from core.models import Document, DocumentState
from qi_projects import documents as posters
from qi_projects.documents import SIZES, kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch):
    """Notes the size of every poster that is drawn."""
    sizes = []

    def draw(content, *, media, size):
        sizes.append(size)
        return b"%PDF-1.7"

    monkeypatch.setattr(posters, "poster_pdf", draw)
    return sizes


def made(one, size):
    document = documents.request(kind(size), one.project, by=one.person)
    documents.render(str(document.pk))
    document.refresh_from_db()
    assert document.state == DocumentState.READY
    return document


def test_second_request_for_the_same_poster_draws_nothing(one, drawn):
    assert made(one, "A4") == made(one, "A4")
    assert (drawn, Document.objects.count()) == (["A4"], 1)


def test_each_size_is_drawn_for_itself(one, drawn):
    assert len({made(one, size).pk for size in SIZES}) == len(SIZES)
    assert drawn == list(SIZES)


@pytest.mark.parametrize(("field", "value"), [("design", "story"), ("results", "It held.")])
def test_poster_is_drawn_anew_when_its_design_or_words_change(one, drawn, field, value):
    first = made(one, "A4")
    poster = one.project.poster
    setattr(poster, field, value)
    poster.save()
    assert made(one, "A4") != first
    assert drawn == ["A4", "A4"]
