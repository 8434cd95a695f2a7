"""Stages and standings are worked out from the record: the whole rule as a table."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from django.template.loader import render_to_string

from qi_projects import services
from qi_projects.enums import IdeaStanding, Stage
from qi_projects.models import Project
from qi_projects.standing import ORDER, Record, idea_standing, standing_of

BARE = Record(aim_missing=("by when",))
WHOLE = Record()
AIM = "say in the aim by when"
SIX, FOUR = "add 6 more numbers", "add 4 more numbers"
TRY = "try a first change, as a PDSA cycle"
ANSWER = "say of a change what you do with it: adopt, adapt or abandon"
KEEP = "keep counting, or try another change: the chart shows no clear change yet"
END = "say how it ended, when it has: whatever came of it"

TABLE = [
    # record, stage, what is wanted
    (BARE, Stage.STARTED, (AIM,)),
    (WHOLE, Stage.AIMED, (SIX,)),
    (replace(WHOLE, numbers=5), Stage.AIMED, ("add 1 more number",)),
    (replace(WHOLE, numbers=6), Stage.MEASURING, (TRY,)),
    (replace(BARE, numbers=6), Stage.MEASURING, (AIM, TRY)),
    (replace(WHOLE, numbers=6, begun=1), Stage.TESTING, (ANSWER,)),
    (replace(BARE, begun=1), Stage.TESTING, (AIM, SIX, ANSWER)),
    (replace(WHOLE, numbers=6, begun=1, answered=1), Stage.LEARNING, (FOUR,)),
    (replace(WHOLE, numbers=10, begun=1, answered=1), Stage.LEARNING, (KEEP,)),
    (replace(BARE, begun=1, answered=1), Stage.LEARNING, (AIM, SIX, "add 10 more numbers")),
    (replace(WHOLE, numbers=10, begun=1, answered=1, improved=True), Stage.IMPROVING, (END,)),
    # A chart that improved without anything tried is no change of theirs yet.
    (replace(WHOLE, numbers=10, improved=True), Stage.MEASURING, (TRY,)),
    (replace(WHOLE, numbers=10, begun=1, improved=True), Stage.TESTING, (ANSWER,)),
    (replace(BARE, ended=True), Stage.ENDED, ()),
    (replace(WHOLE, numbers=10, begun=1, answered=1, improved=True, ended=True), Stage.ENDED, ()),
]


@pytest.mark.parametrize(("record", "stage", "wanted"), TABLE)
def test_stage_and_what_is_wanted(record, stage, wanted):
    stands = standing_of(record)
    assert (stands.stage, stands.wanted) == (stage, wanted)


def test_next_stage_is_the_one_after():
    for record, stage, _ in TABLE:
        following = ORDER[ORDER.index(stage) + 1] if stage != Stage.ENDED else None
        assert standing_of(record).next_stage == following


def test_more_evidence_never_takes_a_project_back():
    """Every step from one record to one that has more leaves the stage or moves it on."""
    records = [
        Record(aim, numbers, begun, answered, improved, ended)
        for aim, numbers, begun, answered, improved, ended in product(
            [("by when",), ()], [0, 6, 10], [0, 1], [0, 1], [False, True], [False, True]
        )
        if answered <= begun
    ]
    for one in records:
        more = [
            replace(one, aim_missing=()),
            replace(one, numbers=10),
            replace(one, begun=1),
            replace(one, begun=1, answered=1),
            replace(one, improved=True),
            replace(one, ended=True),
        ]
        for other in more:
            assert standing_of(other).step >= standing_of(one).step


@pytest.mark.parametrize(
    ("acts", "standing"),
    [
        ([], IdeaStanding.NOT_TRIED),
        ([""], IdeaStanding.TRYING),
        (["adopt"], IdeaStanding.ADOPTED),
        (["adapt"], IdeaStanding.ADAPTED),
        (["abandon"], IdeaStanding.ABANDONED),
        (["adapt", ""], IdeaStanding.TRYING),
        (["adapt", "adopt"], IdeaStanding.ADOPTED),
        (["adopt", "abandon"], IdeaStanding.ABANDONED),
    ],
)
def test_idea_stands_where_its_last_cycle_left_it(acts, standing):
    assert idea_standing(acts) == standing


@pytest.mark.django_db
def test_page_says_the_stage_and_what_comes_next(one, sign_in):
    page = sign_in(one.person).get(f"/projects/{one.project.pk}/").content.decode()
    assert "Say in the aim where you start from and where you want to get to" in page
    services.add_cycle(one.project, by=one.person, title="Tea", started_on=one.project.started_on)
    page = sign_in(one.person).get(f"/projects/{one.project.pk}/").content.decode()
    assert "Testing changes" in page


@pytest.mark.parametrize(
    ("record", "leads", "said"),
    [
        (replace(WHOLE, numbers=6), True, True),
        (replace(WHOLE, numbers=6), False, True),
        (replace(WHOLE, numbers=10, begun=1, answered=1, improved=True), True, True),
        (replace(WHOLE, numbers=10, begun=1, answered=1, improved=True), False, False),
    ],
)
def test_only_who_leads_is_asked_to_say_how_it_ended(record, leads, said):
    standing = standing_of(record)
    about = {"standing": standing, "project": Project(pk=1), "may_lead": leads}
    page = render_to_string("qi_projects/_stage.html", about)
    wanted = standing.wanted[0].lower() in page.lower()
    assert ("To get to" in page, wanted) == (said, said)
