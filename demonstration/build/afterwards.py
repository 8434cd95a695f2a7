"""What projects tell beside numbers: whom they reached, how they ended, who carries one on."""

from __future__ import annotations

from datetime import date, timedelta

from cohorts.models import Cohort
from core import clock, people
from demonstration import content
from demonstration.build import team
from demonstration.build.timeline import at
from qi_projects import services
from qi_projects.enums import Outcome, ReachedGroup
from qi_projects.models import Project

ENDED = {"change": Outcome.WORKED, "not_clear": Outcome.PARTLY, "no_change": Outcome.DID_NOT}
REACHED = (
    (ReachedGroup.STAFF, "taught at handovers", 6, 30),
    (ReachedGroup.RELATIVES, "at a families’ tea", 2, 14),
    (ReachedGroup.RESIDENTS, "told at the house meeting", 4, 18),
)
SUCCESSOR = ("Nadia Rahman", "nadia.rahman@homes.example")


def reach(projects: list[Project], seed: int, until: date) -> None:
    """Most projects reached somebody beyond their team, some of them two groups."""
    for project in projects:
        chance = content.random_for(seed, "reached", project.title)
        for group, how, fewest, most in chance.sample(REACHED, chance.choice((0, 1, 1, 2))):
            on = until - timedelta(days=chance.randint(1, 30))
            with clock.at(at(on, 18)):
                services.add_reach(
                    project,
                    by=project.pioneer.person,
                    group=group,
                    people=chance.randint(fewest, most),
                    how=how,
                    on=on,
                )


def end(cohort: Cohort, projects: list[Project], members: list[content.Member]) -> None:
    """The past cohort's projects, each by what its numbers show."""
    on = cohort.ends_on - timedelta(days=40)
    for project, member in zip(projects, members, strict=True):
        with clock.at(at(on, 19)):
            services.end_project(
                project,
                by=project.pioneer.person,
                outcome=ENDED[member.story["shows"]],
                outcome_words=member.story["learning"],
                ended_on=on,
            )


def hand_on(cohort: Cohort, project: Project) -> None:
    """One Pioneer was promoted to another home, and a colleague said yes."""
    name, email = SUCCESSOR
    day = cohort.ends_on - timedelta(days=38)
    with clock.at(at(day, 9)):
        successor = services.invite_successor(
            project, by=project.pioneer.person, name=name, email=email
        )
        person = people.person(email, name=name)
    with clock.at(at(day + timedelta(days=1), 20)):
        team.says_yes(successor, person)
