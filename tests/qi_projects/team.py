"""A project with people in its team."""

from __future__ import annotations

from typing import Any

from core.models import ActionLink, OutboundEmail
from qi_projects import services
from qi_projects.enums import MemberRole
from qi_projects.models import Member, Project
from qi_projects.services import team
from tests import factories as make


def invited(one: Any, role: MemberRole, name: str = "Dee Deputy", by: Any = None) -> Member:
    email = f"{name.split()[0].lower()}@home.example"
    return services.invite_member(
        one.project, by=by or one.person, name=name, email=email, role=role
    )


def joined(
    one: Any, role: MemberRole, name: str = "Dee Deputy", *, may_be_named: bool = False
) -> Member:
    """Invited, and in by the link of the mail."""
    member = invited(one, role, name)
    return accept(member, make.person(name), may_be_named=may_be_named)


def accept(member: Member, person: Any, *, may_be_named: bool = False) -> Member:
    action = team.way_of(member).action
    links = ActionLink.objects.filter(action=action, subject_id=str(member.pk))
    return team.accept(links.latest("pk"), by=person, may_be_named=may_be_named)


def mail_to(member: Member) -> OutboundEmail:
    return OutboundEmail.objects.filter(to_email=member.email).latest("pk")


def token_of(member: Member) -> str:
    page = "carry-on" if member.carries_on else "join"
    return mail_to(member).body.partition(f"/projects/{page}/")[2].partition("/")[0]


def fresh(one: Any) -> Project:
    return Project.objects.get(pk=one.project.pk)
