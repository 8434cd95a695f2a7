"""The team of one project: who writes in it, and who was asked to look and has not answered."""

from __future__ import annotations

from datetime import timedelta

from core import clock, people
from core.models import ActionLink, User
from demonstration.build.timeline import at
from demonstration.content import Person
from qi_projects import services
from qi_projects.enums import MemberRole
from qi_projects.models import Member, Project
from qi_projects.services import team

WRITER = Person(
    id="team-writer",
    first_name="Marlene",
    last_name="Fitzroy",
    name="Marlene Fitzroy",
    email="marlene.fitzroy@homes.example",
    role="Activities coordinator",
)
LOOKER = ("Tomasz Wieczorek", "tomasz.wieczorek@homes.example")
SAID = "Relatives ask me about the chart by the lift. Could they have a copy to take home?"


def says_yes(member: Member, person: User, *, may_be_named: bool = False) -> None:
    """By the link of the one mail that invited them."""
    link = ActionLink.objects.get(action=team.way_of(member).action, subject_id=str(member.pk))
    team.accept(link, by=person, may_be_named=may_be_named)


def gather(project: Project) -> None:
    """One said yes three weeks ago and typed the newest number; the other was asked this week."""
    today, pioneer = clock.today(), project.pioneer.person
    with clock.at(at(today - timedelta(days=22), 15)):
        writer = services.invite_member(
            project, by=pioneer, name=WRITER.name, email=WRITER.email, role=MemberRole.WRITE
        )
        person = people.person(WRITER.email, name=WRITER.name)
    with clock.at(at(today - timedelta(days=21), 8)):
        says_yes(writer, person, may_be_named=True)
    with clock.at(at(today - timedelta(days=9), 17)):
        services.comment(project, by=person, text=SAID)
    measure = project.measures.get(is_headline=True)
    newest = measure.observations.order_by("on").last()
    assert newest is not None
    with clock.at(at(newest.on, 20)):
        number = (newest.on, newest.value, newest.note, newest.events, newest.out_of)
        services.record_numbers(measure, by=person, numbers=[number])
    name, email = LOOKER
    with clock.at(at(today - timedelta(days=2), 12)):
        services.invite_member(project, by=pioneer, name=name, email=email, role=MemberRole.LOOK)
