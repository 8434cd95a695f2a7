"""Cohorts in the middle of being chosen, made through the services."""

from __future__ import annotations

import re

from core import mail
from core.models import MailState, OutboundEmail
from pioneers.models import Application, Pioneer, SelectionPlan
from pioneers.services import selection
from tests import factories as make


def decided(*decisions, places=5, **plan):
    """A cohort with one application for each decision (in their order), and who decided."""
    cohort, by = make.cohort(places=places), make.staff()
    SelectionPlan.objects.create(cohort=cohort, **plan)
    rows = [make.application(cohort) for _ in decisions]
    for row, decision in zip(rows, decisions, strict=True):
        reason = "dates" if decision == "decline" else ""
        selection.decide(row, decision=decision, by=by, decline_reason=reason)
    return cohort, by, rows


def told(*decisions, places=5, **plan):
    """The same, applied and with the letters let go."""
    cohort, by, rows = decided(*decisions, places=places, **plan)
    selection.apply_decisions(cohort, by=by)
    mail.release(OutboundEmail.objects.filter(scope=cohort.scope), by=by)
    for row in rows:
        row.refresh_from_db()
    return cohort, by, rows


def standing(application):
    """Its state, and how many places it made."""
    application.refresh_from_db()
    return application.state, Pioneer.objects.filter(application=application).count()


def states(rows):
    found = Application.objects.in_bulk([row.pk for row in rows])
    return [found[row.pk].state for row in rows]


def ranks(rows):
    found = Application.objects.in_bulk([row.pk for row in rows])
    return [found[row.pk].reserve_rank for row in rows]


def letters(application, *, state=None):
    """The kinds of letters to this person, in the order of their making."""
    found = OutboundEmail.objects.filter(person=application.applicant).order_by("pk")
    found = found.filter(state=state) if state else found.exclude(state=MailState.CANCELLED)
    return list(found.values_list("kind", flat=True))


def address(application, kind="offer"):
    """The address of the link in the newest letter of this kind."""
    body = OutboundEmail.objects.filter(person=application.applicant, kind=kind).latest("pk").body
    found = re.search(r"/offers/[\w-]+/", body)
    assert found, body
    return found.group()
