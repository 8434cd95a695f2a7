"""Handing a project on at the home. The Pioneer stays its author; a successor carries it on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from core import audit, clock, links, mail, people
from core.errors import Refused
from core.mail import Message
from core.models import ActionLink, OutboundEmail
from core.models.mail import UNSENT
from core.templatetags.words import day
from qi_projects import permissions
from qi_projects.models import Project, Successor
from qi_projects.services.record import lock, reopen_poster

ACTION = "carry-project-on"
KIND = "successor_invited"
LIFE = timedelta(days=30)


@transaction.atomic
def invite_successor(project: Project, *, by: Any, name: str, email: str) -> Successor:
    """Invite one person by mail; they write once they have accepted."""
    lock(project)
    if not permissions.hands_on(by, project):
        raise Refused("Only the Pioneer and the programme team can hand a project on.")
    email = email.strip()
    if project.successors.current().exists():
        raise Refused("Somebody has been invited already. End that first, then invite another.")
    if people.known_by(email) == project.pioneer.person:
        raise Refused(f"This is {project.pioneer}’s own address. Give that of who carries it on.")
    successor = Successor.objects.create(
        project=project,
        name=name.strip(),
        email=email,
        invited_by=by,
        invited_at=clock.now(),
    )
    audit.record("invited successor", successor, by=by, detail={"project": project.pk})
    _send(successor)
    return successor


@transaction.atomic
def send_again(successor: Successor, *, by: Any) -> None:
    """A new link in a new mail; the old link stops working."""
    successor = _locked(successor)
    if successor.ended_at or successor.accepted_at:
        raise Refused("This invitation is no longer waiting for an answer.")
    links.revoke(ACTION, successor)
    audit.record("sent invitation to successor again", successor, by=by)
    _send(successor)


@transaction.atomic
def accept(link: ActionLink, *, by: Any) -> Successor:
    """They carry the project on from now. Pressed twice by the same person, it is once."""
    successor = _locked(Successor(pk=link.subject_id))
    if successor.accepted_at and successor.person_id == by.pk and not successor.ended_at:
        return successor
    links.check(link)
    check(successor)
    if by == successor.project.pioneer.person:
        raise Refused("This is your own project. The link is for the person you invited.")
    successor.person, successor.accepted_at = by, clock.now()
    successor.save(update_fields=["person", "accepted_at"])
    links.use(link)
    if not by.name:
        by.name = successor.name
        by.save(update_fields=["name"])
    reopen_poster(successor.project)
    audit.record("accepted to carry project on", successor, by=by)
    return successor


@transaction.atomic
def end_succession(successor: Successor, *, by: Any) -> None:
    """At once: the link stops working, and who had accepted no longer sees the project."""
    successor = _locked(successor)
    if successor.ended_at:
        return
    successor.ended_at = clock.now()
    successor.save(update_fields=["ended_at"])
    links.revoke(ACTION, successor)
    mail.cancel(_waiting_mails(successor), reason="The invitation was taken back.")
    if successor.accepted_at:
        reopen_poster(successor.project)
    audit.record("ended carrying on of project", successor, by=by)


def check(successor: Successor) -> None:
    """Refused, in words, where the invitation can no longer be accepted."""
    if successor.ended_at:
        raise links.LinkRefused("This invitation was taken back. Please ask whoever sent it.")


def of_link(link: ActionLink) -> Successor:
    rows = Successor.objects.select_related(
        "project__home", "project__pioneer__person", "project__pioneer__cohort__programme"
    )
    return rows.get(pk=link.subject_id)


def _locked(successor: Successor) -> Successor:
    rows = Successor.objects.select_for_update(of=("self",))
    return rows.select_related("project__pioneer__person").get(pk=successor.pk)


def _waiting_mails(successor: Successor) -> Any:
    rows = OutboundEmail.objects.filter(kind=KIND, state__in=UNSENT)
    return rows.filter(key__startswith=f"{KIND}:{successor.pk}:")


def _send(successor: Successor) -> None:
    project = successor.project
    cohort = project.pioneer.cohort
    mail.cancel(_waiting_mails(successor), reason="A newer mail takes its place.")
    number = ActionLink.objects.filter(action=ACTION, subject_id=str(successor.pk)).count()
    expires_at = clock.now() + LIFE
    token = links.create(ACTION, successor, expires_at=expires_at)
    mail.queue_many(
        [
            Message(
                kind=KIND,
                key=f"{KIND}:{successor.pk}:{number}",
                to_email=successor.email,
                to_name=successor.name,
                scope=cohort.scope,
                expires_at=expires_at,
                context={
                    "first_name": successor.name.split(" ")[0] or "there",
                    "project": project.title,
                    "home": project.home.name if project.home else "your home",
                    "pioneer": project.pioneer.person.name,
                    "programme": cohort.programme.name,
                    "until": day(expires_at),
                    "link": links.absolute("qi_projects:carry_on", token),
                },
            )
        ]
    )
