"""What each may do with a project, in each state of it, in one table."""

from __future__ import annotations

import pytest

from core import clock
from core.errors import Refused
from qi_projects import permissions, services
from qi_projects.enums import TEAM_ROLES
from qi_projects.models import Project
from tests import factories as make
from tests.qi_projects.running import begun, submitted
from tests.qi_projects.team import accept, fresh, invited, joined

pytestmark = pytest.mark.django_db
LOOK, COMMENT, WRITE = TEAM_ROLES

RULES = {
    "talk": permissions.discusses_project,
    "write": permissions.writes_project,
    "lead": permissions.leads_project,
    "invite": permissions.owns_project,
    "hand on": permissions.hands_on,
    "own place": permissions.has_place,
}
ALL = "see talk write lead invite hand_on"
STATES = {
    # who: what they may do in each state of the project; "-" stands for nothing at all
    "pioneer": {
        "going on": ALL,
        "ended": ALL,
        "cohort closed": ALL,
        "pioneer left": "see hand_on",
        "carried on": "see hand_on",
    },
    "successor": {"carried on": "see talk write lead invite"},
    "staff": dict.fromkeys(
        ["going on", "ended", "cohort closed", "pioneer left", "carried on"],
        "see talk write lead hand_on",
    ),
    "mentor": dict.fromkeys(
        ["going on", "ended", "cohort closed", "pioneer left", "carried on"], "see talk"
    ),
    "looker": dict.fromkeys(
        ["going on", "ended", "cohort closed", "pioneer left", "carried on"], "see own_place"
    ),
    "commenter": {
        "going on": "see talk own_place",
        "ended": "see talk own_place",
        "cohort closed": "see talk own_place",
        "pioneer left": "see own_place",
        "carried on": "see talk own_place",
    },
    "writer": {
        "going on": "see talk write own_place",
        "ended": "see talk write own_place",
        "cohort closed": "see talk write own_place",
        "pioneer left": "see own_place",
        "carried on": "see talk write own_place",
    },
    "invited writer": dict.fromkeys(["going on", "carried on"], "-"),
    "writer taken out": dict.fromkeys(["going on", "carried on"], "-"),
    "writer elsewhere": dict.fromkeys(["going on", "carried on"], "-"),
    "another pioneer": dict.fromkeys(["going on", "carried on"], "-"),
}
CASES = [(who, state, may) for who, row in STATES.items() for state, may in row.items()]


def people_of(one):
    other = begun(one.pioneer.cohort)
    mentor = make.mentor(one.pioneer.cohort.programme)
    make.pairing(one.pioneer, mentor)
    gone = joined(one, WRITE, "Gwen Gone")
    services.end_place(gone, by=one.person)
    waiting = make.person("Ida Invited")
    invited(one, WRITE, "Ida Invited")
    return {
        "pioneer": one.person,
        "successor": make.person("Sam Okafor"),
        "staff": make.staff(one.pioneer.cohort.programme),
        "mentor": mentor.user,
        "looker": joined(one, LOOK, "Lou Looker").person,
        "commenter": joined(one, COMMENT, "Con Commenter").person,
        "writer": joined(one, WRITE, "Wim Writer").person,
        "invited writer": waiting,
        "writer taken out": gone.person,
        "writer elsewhere": joined(other, WRITE, "Eve Elsewhere").person,
        "another pioneer": other.person,
    }


def bring(one, state, people):
    if state == "ended":
        services.end_project(
            one.project,
            by=one.person,
            outcome="worked",
            outcome_words="It did.",
            ended_on=clock.today(),
        )
    if state == "cohort closed":
        one.pioneer.cohort.state = "closed"
        one.pioneer.cohort.save()
        one.pioneer.state = "completed"
    if state == "carried on":
        row = services.invite_successor(one.project, by=one.person, name="S", email="s@x.org")
        accept(row, people["successor"])
    if state in ("pioneer left", "carried on"):
        one.pioneer.state = "withdrawn"
    one.pioneer.save()


@pytest.mark.parametrize(
    ("who", "state", "may"), CASES, ids=[f"{who}, {state}" for who, state, _ in CASES]
)
def test_who_may_do_what(one, who, state, may):
    people = people_of(one)
    bring(one, state, people)
    user, project = people[who], fresh(one)
    found = ["see"] if Project.objects.visible_to(user).filter(pk=project.pk).exists() else []
    found += [name.replace(" ", "_") for name, rule in RULES.items() if rule(user, project)]
    assert " ".join(found or ["-"]) == may


WORDS_OPEN = {
    # who: may change the words while the poster is a draft, sent, approved?
    "pioneer": (True, False, True),
    "staff": (True, False, True),
    "writer": (True, False, False),
}


@pytest.mark.parametrize("who", list(WORDS_OPEN))
def test_words_of_a_poster_are_open_to(one, who):
    staff = make.staff(one.pioneer.cohort.programme)
    user = {"pioneer": one.person, "staff": staff}.get(who) or joined(one, WRITE).person
    found = []
    for words in ("draft", "submitted", "approved"):
        if words == "submitted":
            services.change_project(
                one.project, by=one.person, aim_verb="increase", aim_what="early drinks"
            )
            submitted(one)
        if words == "approved":
            services.approve_poster(one.project.poster, by=staff)
        poster = fresh(one).poster
        try:
            services.write_poster(fresh(one), by=user, thanks=f"Thank you, {words}")
            found.append(True)
        except Refused:
            found.append(False)
        poster.refresh_from_db()
        assert found[-1] == (poster.thanks == f"Thank you, {words}")
    assert tuple(found) == WORDS_OPEN[who]
