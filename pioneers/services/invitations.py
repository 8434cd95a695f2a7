"""Letting one person in by a personal link: before the call opens, or after it has closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit, clock, links, mail, people
from core.errors import Refused
from core.mail import Message
from core.models import ActionLink, OutboundEmail
from core.models.mail import UNSENT
from core.templatetags.words import day, moment
from pioneers import permissions
from pioneers.enums import TAKES_LATE_ENTRY
from pioneers.models import Application, Invitation
from pioneers.services import applications
from pioneers.services.deadlines import check_until

ACTION = "enter-by-invitation"
KIND = "invitation"


@transaction.atomic
def invite(
    cohort: Cohort,
    *,
    by: Any,
    email: str,
    deadline_at: datetime,
    name: str = "",
    note: str = "",
    waives_eligibility: bool = False,
) -> Invitation:
    """Invite one person and mail them the link."""
    cohort = Cohort.objects.select_for_update().select_related("programme").get(pk=cohort.pk)
    if not permissions.lets_in(by, cohort):
        raise Refused("Only staff of the programme can invite somebody.")
    if cohort.state not in TAKES_LATE_ENTRY:
        raise Refused(f"{cohort} has begun. Nobody can apply to it any more.")
    check_until(cohort, deadline_at)
    email = email.strip()
    known = people.known_by(email)
    if known and Application.objects.filter(cohort=cohort, applicant=known).exists():
        raise Refused(
            f"{known} has an application to {cohort} already. Give it a later deadline instead."
        )
    if waiting(cohort).filter(email__iexact=email).exists():
        raise Refused("This address has an invitation already. You can send it again below.")
    invitation = Invitation.objects.create(
        cohort=cohort,
        email=email,
        name=name.strip(),
        note=note.strip(),
        deadline_at=deadline_at,
        waives_eligibility=waives_eligibility,
        made_by=by,
    )
    audit.record("invited somebody", invitation, by=by, detail={"until": deadline_at.isoformat()})
    _send(invitation)
    return invitation


def waiting(cohort: Cohort) -> Any:
    """Invitations that can still be used."""
    return Invitation.objects.filter(
        cohort=cohort,
        revoked_at__isnull=True,
        applications__isnull=True,
        deadline_at__gt=clock.now(),
    )


@transaction.atomic
def resend(invitation: Invitation, *, by: Any) -> None:
    """A new link in a new mail; the old link stops working."""
    invitation = _locked(invitation, by)
    check(invitation)
    if invitation.applications.exists():
        raise Refused("This invitation has been used already.")
    links.revoke(ACTION, invitation)
    audit.record("sent invitation again", invitation, by=by)
    _send(invitation)


@transaction.atomic
def revoke(invitation: Invitation, *, by: Any) -> None:
    """The link stops working. An application that was begun with it stays."""
    invitation = _locked(invitation, by)
    if invitation.applications.exists():
        raise Refused("It has been used already: the application that was begun with it stays.")
    if invitation.revoked_at is not None:
        return
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at"])
    links.revoke(ACTION, invitation)
    mail.cancel(mails_of(invitation), reason="The invitation was taken back.")
    audit.record("took back invitation", invitation, by=by)


@transaction.atomic
def accept(link: ActionLink, *, by: Any) -> Application:
    """Begin the application. Whoever holds the link may; another address is told to the team."""
    invitation = locked_of(link)
    links.check(link)
    check(invitation)
    before = Application.objects.filter(cohort=invitation.cohort, applicant=by).first()
    application = applications.begin(
        invitation.cohort, applicant=by, by=by, invitation=invitation, **_known(invitation, by)
    )
    if before is not None:
        _attach(application, invitation)
    links.use(link)
    if by != people.known_by(invitation.email):
        _tell_team(invitation, application)
    return application


def check(invitation: Invitation) -> None:
    """Refused, in words, where the invitation can no longer be used."""
    if invitation.revoked_at is not None:
        raise links.LinkRefused("This invitation was taken back. Please ask us if that is a slip.")
    if invitation.deadline_at <= clock.now():
        raise links.LinkRefused(
            f"This invitation could be used until {moment(invitation.deadline_at)}. "
            "Please write to us and we will see what can be done."
        )
    if invitation.cohort.state not in TAKES_LATE_ENTRY:
        raise links.LinkRefused(f"{invitation.cohort} has begun without any free place left.")


def of_link(link: ActionLink) -> Invitation:
    return Invitation.objects.select_related("cohort__programme").get(pk=link.subject_id)


def locked_of(link: ActionLink) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("cohort__programme", "made_by").get(pk=link.subject_id)


def mails_of(invitation: Invitation) -> Any:
    rows = OutboundEmail.objects.filter(kind=KIND, state__in=UNSENT)
    return rows.filter(key__startswith=f"invitation:{invitation.pk}:")


def _attach(application: Application, invitation: Invitation) -> None:
    """They had begun by themselves: the invitation gives that draft its time and its waiver."""
    if not application.is_draft:
        raise Refused("You have sent an application to this call already.")
    application.invitation = invitation
    application.deadline_at = max(application.closes_at, invitation.deadline_at)
    application.deadline_set_at = clock.now()
    application.save(update_fields=["invitation", "deadline_at", "deadline_set_at"])
    audit.record("attached invitation", application, by=application.applicant)


def _known(invitation: Invitation, by: Any) -> dict[str, str]:
    return {} if by.name or not invitation.name else {"name": invitation.name}


def _locked(invitation: Invitation, by: Any) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("cohort__programme")
    invitation = rows.get(pk=invitation.pk)
    if not permissions.lets_in(by, invitation):
        raise Refused("Only staff of the programme look after invitations.")
    return invitation


def _send(invitation: Invitation) -> None:
    cohort = invitation.cohort
    mail.cancel(mails_of(invitation), reason="A newer mail takes its place.")
    number = ActionLink.objects.filter(action=ACTION, subject_id=str(invitation.pk)).count()
    token = links.create(ACTION, invitation, expires_at=invitation.deadline_at)
    mail.queue_many(
        [
            Message(
                kind=KIND,
                key=f"invitation:{invitation.pk}:{number}",
                to_email=invitation.email,
                to_name=invitation.name,
                scope=cohort.scope,
                expires_at=invitation.deadline_at,
                context={
                    "first_name": invitation.name.split(" ")[0] or "there",
                    "cohort": cohort.name,
                    "programme": cohort.programme.name,
                    "closes": moment(invitation.deadline_at),
                    "starts": day(cohort.starts_on),
                    "link": links.absolute("pioneers:invitation", token),
                },
            )
        ]
    )


def _tell_team(invitation: Invitation, application: Application) -> None:
    mail.queue(
        "invitation_other_address",
        to=invitation.made_by,
        key=f"invitation-other:{invitation.pk}",
        scope=invitation.cohort.scope,
        context={
            "invited": invitation.email,
            "applicant": application.applicant.email,
            "cohort": invitation.cohort.name,
            "link": links.absolute("pioneers:invitations", invitation.cohort_id),
        },
    )
