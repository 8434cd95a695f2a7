"""Staff type an application in for somebody, and hand it over; or move one to the right person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit, clock, links, mail, people
from core.errors import Refused
from core.models import OutboundEmail, User
from core.models.mail import UNSENT, MailState
from core.templatetags.words import moment
from pioneers import permissions, reminders, resuming
from pioneers.enums import TAKES_LATE_ENTRY, ApplicationState
from pioneers.models import Application
from pioneers.services import applications
from pioneers.services.applications import locked, make_draft
from pioneers.services.deadlines import check_until

# Later, places, letters and release agreements hang on the person: then records are joined.
MOVABLE = (ApplicationState.DRAFT, ApplicationState.SUBMITTED)


@transaction.atomic
def enter(
    cohort: Cohort, *, by: Any, name: str, email: str, deadline_at: datetime | None = None
) -> Application:
    """A draft for somebody else, which `by` fills in until they hand it over."""
    if not permissions.lets_in(by, cohort):
        raise Refused("Only staff of the programme can enter an application for somebody.")
    if cohort.state not in TAKES_LATE_ENTRY:
        raise Refused(f"{cohort} has begun. Nobody can apply to it any more.")
    if deadline_at is not None:
        check_until(cohort, deadline_at)
    elif not cohort.takes_applications:
        raise Refused("The call is not open. Say until when this application may be sent.")
    person = people.person(email, name=name.strip(), by=by)
    if person == by:
        raise Refused("This is your own address. Apply on your own pages, as everybody does.")
    own = {"entered_by": by, "deadline_at": deadline_at}
    application, made = make_draft(cohort, person, {"name": name.strip()}, **own)
    if not made:
        raise Refused(f"{person} has an application to {cohort} already.")
    audit.record("entered application for somebody", application, by=by)
    return application


@transaction.atomic
def hand_over(application: Application, *, by: Any) -> Application:
    """From now on it is the applicant's alone: they read it, say yes to the dates and send it."""
    application = locked(application)
    if not permissions.enters_application(by, application):
        raise Refused("Only who typed it in can hand it over, and only once.")
    if not applications.can_send(application):
        raise Refused(
            f"{applications.too_late_words(application)} Give this person a later deadline first."
        )
    application.entered_by = None
    application.deadline_set_at = clock.now()
    application.revision += 1
    application.save(update_fields=["entered_by", "deadline_set_at", "revision"])
    audit.record("handed over application", application, by=by)
    _write(application, "application_handed_over", by)
    return application


@transaction.atomic
def move_to(application: Application, *, email: str, by: Any, name: str = "") -> Application:
    """To the right person, where it was begun under a wrong address."""
    application = locked(application)
    if not permissions.lets_in(by, application):
        raise Refused("Only staff of the programme move an application, and nobody their own.")
    if application.state not in MOVABLE:
        raise Refused(
            "An answer to this application has been given. If two records are the same person, "
            "join the records instead."
        )
    before = application.applicant
    person = people.person(email, name=name.strip() or application.name, by=by)
    if person == before:
        raise Refused("It belongs to this address already.")
    if person == by:
        raise Refused("This is your own address. Ask somebody else of the team to do it.")
    if Application.objects.filter(cohort=application.cohort, applicant=person).exists():
        raise Refused(
            f"{person} has an application to {application.cohort} already. "
            "If both are the same person, join the two records: nothing is lost then."
        )
    application.applicant = person
    application.revision += 1
    application.save(update_fields=["applicant", "revision"])
    links.revoke(resuming.ACTION, application)
    _forget_reminders(application)
    audit.record(
        "moved application to another person",
        application,
        by=by,
        detail={"from": before.email, "to": person.email},
    )
    if application.entered_by_id is None:
        _write(application, "application_moved", by)
        _tell_before(application, before)
    return application


def _tell_before(application: Application, before: User) -> None:
    """Nothing that somebody wrote is given to another address behind their back."""
    cohort = application.cohort
    mail.queue(
        "application_moved_away",
        to=before,
        key=f"application_moved_away:{application.pk}:{application.revision}",
        scope=cohort.scope,
        context={"cohort": cohort.name, "programme": cohort.programme.name},
    )


def _forget_reminders(application: Application) -> None:
    """Those that have not left: the planner makes them anew, for the new person."""
    OutboundEmail.objects.filter(
        kind=reminders.KIND,
        key__startswith=f"draft:{application.pk}:",
        state__in=[*UNSENT, MailState.CANCELLED],
    ).delete()
    mail.cancel(
        OutboundEmail.objects.filter(key=f"application-received:{application.pk}"),
        reason="The application belongs to another person.",
    )


def _write(application: Application, kind: str, by: Any) -> None:
    mail.queue(
        kind,
        to=application.applicant,
        key=f"{kind}:{application.pk}:{application.revision}",
        scope=application.cohort.scope,
        context={
            "staff": by.name or "The programme team",
            "cohort": application.cohort.name,
            "programme": application.cohort.programme.name,
            "closes": moment(application.closes_at),
            "link": resuming.link_for(application),
        },
    )
