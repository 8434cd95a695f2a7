"""Who is in a project beside its Pioneer: invited by mail, from acceptance until it ends.

Handing a project on is the same way for one more: the Pioneer stays its author, and a successor
carries it on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from core import audit, clock, links, mail, people
from core.errors import Refused
from core.mail import Message
from core.models import ActionLink, OutboundEmail
from core.models.mail import UNSENT
from core.templatetags.words import day
from qi_projects import permissions, team_mails
from qi_projects.enums import TEAM_ROLES, MemberRole
from qi_projects.models import Member, Project
from qi_projects.services.record import ask_anew_to_show_poster, lock, reopen_poster

LIFE = timedelta(days=30)
# More than any home has for one project, and few enough that nobody mails strangers from here.
MOST = 40
# Taking invitations back makes room in a team; the mails have gone all the same.
MOST_MAILS_A_DAY = 60


@dataclass(frozen=True)
class Way:
    """How somebody is invited: the action of the link, the page behind it, the kind of mail."""

    action: str
    page: str
    kind: str


CARRY_ON = Way("carry-project-on", "qi_projects:carry_on", "successor_invited")
JOIN = Way("join-project", "qi_projects:join_team", "member_invited")
# What a mail says after "You would": the choice itself is worded for whoever makes it.
MAY = {
    MemberRole.LOOK: "see how it goes",
    MemberRole.COMMENT: "see how it goes, and say what you think of it",
    MemberRole.WRITE: "see how it goes, say what you think, and add numbers and what was tried",
}


def way_of(member: Member) -> Way:
    return CARRY_ON if member.carries_on else JOIN


@transaction.atomic
def invite_successor(project: Project, *, by: Any, name: str, email: str) -> Member:
    """Invite one person by mail to carry it on; they write once they have accepted."""
    lock(project)
    if not permissions.hands_on(by, project):
        raise Refused("Only the Pioneer and the programme team can hand a project on.")
    if project.members.current().successors().exists():
        raise Refused("Somebody has been invited already. End that first, then invite another.")
    email = _address(project, email, "Give that of who carries it on.")
    return _invite(project, by=by, name=name, email=email, role=MemberRole.CARRIES_ON)


@transaction.atomic
def invite_member(project: Project, *, by: Any, name: str, email: str, role: str) -> Member:
    """Invite somebody of the home to the team, by whoever leads the project."""
    lock(project)
    if not permissions.owns_project(by, project):
        raise Refused("Only the Pioneer, or who carries the project on, can invite to its team.")
    _known(role)
    email = _address(project, email, "Give that of whom you would like in the team.")
    current = project.members.current()
    person = people.known_by(email)
    for row in current:
        if row.email.lower() == email.lower() or (person and row.person_id == person.pk):
            if row.carries_on:
                raise Refused(f"{row.shown_name} is asked to carry the project on, and sees all.")
            raise Refused(f"{row.shown_name} is in the list already. Change what they may do.")
    if len(current) >= MOST:
        raise Refused(f"A team has at most {MOST} people. Take somebody out first.")
    return _invite(project, by=by, name=name, email=email, role=role)


@transaction.atomic
def send_again(member: Member, *, by: Any) -> None:
    """A new link in a new mail; the old link stops working."""
    member = _locked(member)
    if member.ended_at or member.accepted_at:
        raise Refused("This invitation is no longer waiting for an answer.")
    links.revoke(way_of(member).action, member)
    audit.record("sent invitation to project again", member, by=by)
    _send(member, by=by)


@transaction.atomic
def accept(link: ActionLink, *, by: Any, may_be_named: bool = False) -> Member:
    """They are in from now. Pressed twice by the same person, it is once."""
    member = _locked(Member(pk=link.subject_id))
    project = member.project
    if member.is_in and member.person_id == by.pk:
        return member
    links.check(link)
    check(member)
    if by == project.pioneer.person:
        raise Refused("This is your own project. The link is for the person you invited.")
    _give_up_other_place(member, by=by)
    member.person, member.accepted_at, member.may_be_named = by, clock.now(), may_be_named
    member.save(update_fields=["person", "accepted_at", "may_be_named"])
    links.use(link)
    if not by.name:
        by.name = member.name
        by.save(update_fields=["name"])
    if member.carries_on:
        reopen_poster(project, by=by)
        ask_anew_to_show_poster(project)
        audit.record("accepted to carry project on", member, by=by)
    else:
        audit.record("joined project’s team", member, by=by, detail={"role": member.role})
        team_mails.tell(member, team_mails.JOINED, by=by)
    return member


def _give_up_other_place(member: Member, *, by: Any) -> None:
    """Who helped and now carries it on has one place; of two in a team, the first stays."""
    for other in member.project.members.current().filter(person=by).exclude(pk=member.pk):
        if not member.carries_on:
            raise Refused("You are in this project already. There is nothing more to do.")
        _end(other, by=by)


@transaction.atomic
def change_role(member: Member, *, by: Any, role: str) -> Member:
    """What they may do, from now on: invited or joined."""
    member = _locked(member)
    _known(role)
    if member.ended_at or member.carries_on:
        raise Refused("They are not in the team any more. Invite them again.")
    before = member.role
    if before != role:
        member.role = role
        member.save(update_fields=["role"])
        detail = {"from": before, "to": role}
        audit.record("changed what member may do", member, by=by, detail=detail)
    return member


@transaction.atomic
def end_place(member: Member, *, by: Any) -> None:
    """At once: the link stops working, and who had accepted no longer sees the project."""
    member = _locked(member)
    if member.ended_at:
        return
    was_in_team = member.is_in_team
    _end(member, by=by)
    if was_in_team:
        has = team_mails.LEFT if member.person_id == by.pk else team_mails.OUT
        team_mails.tell(member, has, by=by)


def _end(member: Member, *, by: Any) -> None:
    member.ended_at = clock.now()
    member.save(update_fields=["ended_at"])
    links.revoke(way_of(member).action, member)
    mail.cancel(_waiting_mails(member), reason="The invitation was taken back.")
    if member.carries_on:
        if member.accepted_at:
            reopen_poster(member.project, by=by)
            ask_anew_to_show_poster(member.project)
        audit.record("ended carrying on of project", member, by=by)
    else:
        left = member.person_id == by.pk
        audit.record("left project’s team" if left else "took out of project’s team", member, by=by)


@transaction.atomic
def agree_to_be_named(member: Member, *, by: Any, agrees: bool) -> Member:
    """Their own yes to being named on what is printed, taken back as easily."""
    member = _locked(member)
    if member.person_id != by.pk:
        raise Refused("Only they themselves can say whether they may be named.")
    if member.may_be_named != agrees:
        member.may_be_named = agrees
        member.save(update_fields=["may_be_named"])
        words = "agreed to be named on poster" if agrees else "took back being named on poster"
        audit.record(words, member, by=by)
    return member


def check(member: Member) -> None:
    """Refused, in words, where the invitation can no longer be accepted."""
    if member.ended_at and member.accepted_at:
        raise links.LinkRefused(
            "This invitation was used, and you are no longer in the project. To come back, ask "
            "whoever leads it to invite you again."
        )
    if member.ended_at:
        raise links.LinkRefused("This invitation was taken back. Please ask whoever sent it.")


def of_link(link: ActionLink) -> Member:
    rows = Member.objects.select_related(
        "project__home", "project__pioneer__person", "project__pioneer__cohort__programme"
    )
    return rows.select_related("invited_by").get(pk=link.subject_id)


def _known(role: str) -> None:
    if role not in TEAM_ROLES:
        raise Refused("Please choose what they may do.")


def _address(project: Project, email: str, remedy: str) -> str:
    email = email.strip()
    if people.known_by(email) == project.pioneer.person:
        raise Refused(f"This is {project.pioneer}’s own address. {remedy}")
    return email


def _invite(project: Project, *, by: Any, name: str, email: str, role: str) -> Member:
    member = Member.objects.create(
        project=project,
        name=mail.words.one_line(name),
        email=email,
        role=role,
        invited_by=by,
        invited_at=clock.now(),
    )
    words = "invited successor" if member.carries_on else "invited to project’s team"
    detail = {"project": project.pk, "role": role}
    audit.record(words, member, by=by, detail=detail)
    _send(member, by=by)
    return member


def _locked(member: Member) -> Member:
    """Its project first, as whoever invites takes it: so that no two wait for each other."""
    lock(Project(pk=Member.objects.values_list("project", flat=True).get(pk=member.pk)))
    rows = Member.objects.select_for_update(of=("self",))
    return rows.select_related("project__pioneer__person").get(pk=member.pk)


def _waiting_mails(member: Member) -> Any:
    kind = way_of(member).kind
    rows = OutboundEmail.objects.filter(kind=kind, state__in=UNSENT)
    return rows.filter(key__startswith=f"{kind}:{member.pk}:")


def _check_rate(project: Project) -> None:
    """Each mail has a link of its own."""
    members = [str(pk) for pk in project.members.values_list("pk", flat=True)]
    sent = ActionLink.objects.filter(
        action__in=[CARRY_ON.action, JOIN.action],
        subject_id__in=members,
        created_at__gt=clock.ago(days=1),
    )
    if sent.count() >= MOST_MAILS_A_DAY:
        raise Refused("Many invitations have gone out today. Please go on tomorrow.")


def _send(member: Member, *, by: Any) -> None:
    project, way = member.project, way_of(member)
    cohort = project.pioneer.cohort
    _check_rate(project)
    mail.cancel(_waiting_mails(member), reason="A newer mail takes its place.")
    number = ActionLink.objects.filter(action=way.action, subject_id=str(member.pk)).count()
    expires_at = clock.now() + LIFE
    token = links.create(way.action, member, expires_at=expires_at)
    context = {
        "first_name": member.name.split(" ")[0] or "there",
        "project": project.title,
        "home": project.home.name if project.home else "your home",
        "pioneer": project.pioneer.person.name,
        "programme": cohort.programme.name,
        "until": day(expires_at),
        "link": links.absolute(way.page, token),
    }
    if not member.carries_on:
        context |= {"inviter": by.name or "A colleague", "may": MAY[MemberRole(member.role)]}
    mail.queue_many(
        [
            Message(
                kind=way.kind,
                key=f"{way.kind}:{member.pk}:{number}",
                to_email=member.email,
                to_name=member.name,
                scope=cohort.scope,
                expires_at=expires_at,
                context=context,
            )
        ]
    )
