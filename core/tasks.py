"""Core's tasks. The tables are the queue, so each may run twice, late, or not at all once."""

from __future__ import annotations

from celery import shared_task

from core import clock, documents
from core.mail import delivery, kinds
from core.models import Heartbeat


@shared_task(name="core.deliver")
def deliver() -> None:
    """Send what is due."""
    delivery.deliver_due()


@shared_task(name="core.scan")
def scan() -> None:
    """Every minute: show life, mend what a crash left behind, send what is due."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": clock.now()})
    delivery.recover()
    delivery.deliver_due()
    documents.offer_waiting()


@shared_task(name="core.plan_reminders")
def plan_reminders() -> None:
    """Work out which reminders should exist now; the scan sends them when they are due."""
    kinds.plan()


@shared_task(name="core.render_document")
def render_document(document_id: str) -> None:
    documents.render(document_id)
