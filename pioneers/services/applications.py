"""An application from the first word typed to the moment it is sent, or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cohorts.enums import CohortState
from cohorts.models import Cohort
from core import audit, clock, links, mail
from core.errors import Refused
from core.templatetags.words import moment
from pioneers import permissions, reminders
from pioneers.completeness import pages_of, problems
from pioneers.dates import as_shown, known_dates
from pioneers.deadlines import GRACE, last_moment  # noqa: F401 - asked for here as well
from pioneers.enums import APPLICATION_MOVES, TAKES_LATE_ENTRY, ApplicationState
from pioneers.models import Application, Invitation
from pioneers.selectors import applications as rows
from pioneers.services import offers, releases, reserve
from pioneers.services.answers import known_from_before, save_answers

FIELDS = (
    "name",
    "phone",
    "role",
    "years_in_role",
    "setting",
    "home",
    "home_as_typed",
    "borough",
    "facts_right",
    "facts_note",
    "rules_answered",
    "manager_name",
    "manager_email",
    "agrees_to_dates",
)


class Conflict(Refused):
    """Somebody (the same person on another device, as a rule) saved in between."""


def can_send(application: Application) -> bool:
    """Whether this application is still taken, were it complete.

    A deadline of one's own also counts before the call opens and after it has closed.
    """
    cohort, now = application.cohort, clock.now()
    if now >= last_moment(application):
        return False
    if application.deadline_at is not None and cohort.state in TAKES_LATE_ENTRY:
        return True
    return cohort.state == CohortState.OPEN and cohort.applications_open_at <= now


@transaction.atomic
def begin(
    cohort: Cohort,
    *,
    applicant: Any,
    by: Any,
    invitation: Invitation | None = None,
    **known: Any,
) -> Application:
    """The person's application to this cohort: a new draft, or the one that they began before.

    `known` are answers already given, such as those of the eligibility check. An `invitation`
    lets one begin outside the call, and until its own deadline: see services.invitations.
    """
    if not permissions.begins_application(by, applicant):
        raise Refused("Only the person who applies can begin an application.")
    before = Application.objects.filter(cohort=cohort, applicant=applicant).first()
    if before is not None:
        if before.state == ApplicationState.WITHDRAWN:
            raise Refused(
                "You took back your application to this call. "
                "If you have changed your mind, write to us and we will help."
            )
        return before
    if invitation is None and not cohort.takes_applications:
        raise Refused(_closed_words(cohort))
    own = {"invitation": invitation, "deadline_at": invitation.deadline_at} if invitation else {}
    application, made = make_draft(cohort, applicant, known, **own)
    if made:
        detail = {"cohort": cohort.number} | ({"invited": True} if invitation else {})
        audit.record("began application", application, by=by, detail=detail)
    return application


def make_draft(
    cohort: Cohort, applicant: Any, known: Mapping[str, Any], **own: Any
) -> tuple[Application, bool]:
    """With what is known of the person already; `own` are fields that no applicant fills in.

    Staff who type it in learn nothing by an address that their own programme does not tell them.
    """
    typist = own.get("entered_by")
    values = {
        "name": applicant.name,
        "phone": "" if typist else applicant.phone,
        **known_from_before(applicant, cohort, reader=typist),
        **_own_fields(known),
    }
    if own.get("deadline_at"):
        own["deadline_set_at"] = clock.now()
    return Application.objects.get_or_create(
        cohort=cohort, applicant=applicant, defaults={**values, **own}
    )


@transaction.atomic
def save_page(
    application: Application,
    *,
    by: Any,
    fields: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
    revision: int | None = None,
) -> Application:
    """Keep what was typed, whole or half. With `revision`, only if nobody saved since.

    A draft is its writer's own until it is sent, and is saved every second or so: the trail
    records that it was begun, sent and taken back, not each save.
    """
    application = locked(application)
    if not permissions.edits_application(by, application) or not application.is_draft:
        raise Refused("This application has been sent. Its pages change it now, one by one.")
    check_revision(application, revision)
    fields = fields or {}
    if not permissions.own_application(by, application) and "agrees_to_dates" in fields:
        raise Refused("Only the person who applies can say yes to the dates.")
    fill_in(application, fields)
    application.save()
    save_answers(application, answers or {})
    return application


def check_revision(application: Application, revision: int | None) -> None:
    if revision is not None and revision != application.revision:
        raise Conflict("This page was saved in another tab or on another device meanwhile.")


def fill_in(application: Application, fields: Mapping[str, Any]) -> None:
    """Set what was typed, and mark the record as changed. A yes is kept with its dates."""
    for name, value in _own_fields(fields).items():
        setattr(application, name, value)
    if "agrees_to_dates" in fields:
        dates = known_dates(application.cohort) if fields["agrees_to_dates"] else []
        application.dates_agreed = as_shown(dates)
    application.revision += 1
    application.changed_at = clock.now()


@transaction.atomic
def submit(application: Application, *, by: Any) -> Application:
    """Send it. Pressed twice, it is sent once; Refused where something is missing or too late."""
    application = locked(application)
    if application.state == ApplicationState.SUBMITTED and by == application.applicant:
        return application
    if application.is_draft and permissions.enters_application(by, application):
        raise Refused("Only the person who applies can send it. Hand it over to them.")
    if not permissions.own_application(by, application) or not application.is_draft:
        raise Refused("This application cannot be sent any more.")
    if not can_send(application):
        raise Refused(f"{too_late_words(application)} What you wrote is kept here.")
    questions, answers = rows.questions_of(application.cohort), rows.answers_of(application)
    found = problems(application, questions, answers)
    if found:
        headings = pages_of(questions, answers)
        pages = ", ".join(f"“{headings[page]}”" for page in found)
        raise Refused(f"Something is still missing. Please look at {pages}.")
    application.state = ApplicationState.SUBMITTED
    application.submitted_at = application.changed_at = clock.now()
    application.entered_by = None
    application.save(update_fields=["state", "submitted_at", "changed_at", "entered_by"])
    _name_the_person(application)
    audit.record("submitted application", application, by=by)
    releases.ask(application, by=by)
    reminders.cancel_for(application)
    mail.queue(
        "application_received",
        to=application.applicant,
        key=f"application-received:{application.pk}",
        scope=application.cohort.scope,
        context={
            "cohort": application.cohort.name,
            "programme": application.cohort.programme.name,
            "sent_at": moment(application.submitted_at),
            "closes": moment(application.closes_at),
            "link": links.absolute("pioneers:application", application.pk),
        },
    )
    return application


@transaction.atomic
def withdraw(application: Application, *, by: Any) -> Application:
    """Take an application back, before or after it was sent; a place is free for the next."""
    cohort = reserve.lock(application.cohort_id)
    application = locked(application)
    if not permissions.withdraws_application(by, application):
        raise Refused("Only the person who applied, or staff, can take an application back.")
    if application.state == ApplicationState.WITHDRAWN:
        return application
    if ApplicationState.WITHDRAWN not in APPLICATION_MOVES[application.state]:
        raise Refused("This application can no longer be taken back. Please write to us.")
    was = application.state
    application.state = ApplicationState.WITHDRAWN
    application.changed_at = clock.now()
    application.save(update_fields=["state", "changed_at"])
    audit.record("withdrew application", application, by=by, detail={"from": was})
    reminders.cancel_for(application)
    offers.left(application)
    if was == ApplicationState.OFFERED:
        offers.place_freed(cohort)
    return application


def locked(application: Application) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("cohort__programme")
        # Not joined: they may change while this waits, and the row would not be found.
        .prefetch_related("applicant", "home", "borough")
        .get(pk=application.pk)
    )


def _own_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ValueError(f"Not fields of an application that its writer fills in: {unknown}")
    return dict(values)


def _name_the_person(application: Application) -> None:
    """Who came by themselves has no name yet: everyone who writes to them needs one."""
    person = application.applicant
    changed = [name for name in ("name", "phone") if not getattr(person, name)]
    for name in changed:
        setattr(person, name, getattr(application, name))
    if changed:
        person.save(update_fields=changed)


def too_late_words(application: Application) -> str:
    if application.deadline_at is not None and clock.now() >= last_moment(application):
        return f"You had until {moment(application.closes_at)} to send it."
    return _closed_words(application.cohort)


def _closed_words(cohort: Cohort) -> str:
    if clock.now() < cohort.applications_open_at:
        return f"{cohort} takes applications from {moment(cohort.applications_open_at)}."
    if clock.now() >= cohort.applications_close_at:
        return f"This call closed on {moment(cohort.applications_close_at)}."
    return "This call takes no applications at the moment."
