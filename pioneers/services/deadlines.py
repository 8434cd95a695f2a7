"""A deadline of one's own: everything that speaks of a deadline follows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from core import audit, clock, mail
from core.errors import Refused
from core.templatetags.words import moment
from pioneers import permissions, reminders, resuming
from pioneers.enums import TAKES_LATE_ENTRY, ApplicationState
from pioneers.models import Application
from pioneers.services.applications import locked

MOVABLE = (ApplicationState.DRAFT, ApplicationState.SUBMITTED)


def can_move(application: Application) -> bool:
    return application.state in MOVABLE and application.cohort.state in TAKES_LATE_ENTRY


@transaction.atomic
def move(application: Application, *, until: datetime, by: Any) -> Application:
    """Give one person until `until`, also once their time is over. The call's own date stays.

    The reminders of the old date are taken back at once; the planner makes those of the new one.
    """
    application = locked(application)
    if not permissions.lets_in(by, application):
        raise Refused("Only staff of the programme move a deadline, and nobody their own.")
    if not can_move(application):
        raise Refused("This application is past the time when a deadline matters.")
    check_until(application.cohort, until)
    if until == application.closes_at:
        return application
    call_closes = application.cohort.applications_close_at
    application.deadline_at = until if until > call_closes else None
    application.deadline_set_at = clock.now() if application.deadline_at else None
    application.save(update_fields=["deadline_at", "deadline_set_at"])
    audit.record("moved deadline", application, by=by, detail={"until": until.isoformat()})
    reminders.cancel_for(application)
    mail.queue(
        "deadline_moved",
        to=application.applicant,
        key=f"deadline:{application.pk}:{until:%Y-%m-%dT%H:%M}:{clock.now():%Y%m%d%H%M%S}",
        scope=application.cohort.scope,
        context={
            "cohort": application.cohort.name,
            "programme": application.cohort.programme.name,
            "closes": moment(application.closes_at),
            "what": "send" if application.is_draft else "change",
            "link": resuming.link_for(application),
        },
    )
    return application


def check_until(cohort: Any, until: datetime) -> None:
    """Refused where a deadline of one's own would be in the past, or before the call's."""
    if until <= clock.now():
        raise Refused("That moment has passed. Choose a later one.")
    if until < cohort.applications_close_at:
        raise Refused(
            f"The call itself closes later, on {moment(cohort.applications_close_at)}. "
            "Nobody gets less time than that."
        )
