"""Where a project and its ideas stand, worked out from the record and never set by hand.

The rule for a project: it stands at the furthest stage for which its record has the evidence, and
what is missing on the way there or to the next stage is what to do next. A team may start by
trying something; its stage then says so, and its aim is still asked for.

| stage | the evidence |
|---|---|
| Started | the project is there |
| Aim is whole | what, from, to, among whom, by when |
| Measuring | as many numbers as a provisional centre line needs |
| Testing changes | a PDSA cycle has begun |
| Learning from tests | a cycle has an answer: adopt, adapt or abandon |
| Change seen | an answer as above, and the chart shows an improvement |
| Finished | the team said how it ended; nothing is asked any more |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_projects.chart.findings import CENTRE_FROM, JUDGED_FROM
from qi_projects.enums import Act, IdeaStanding, Stage

ORDER = list(Stage)
BECAME: dict[str, IdeaStanding] = {
    "": IdeaStanding.TRYING,
    Act.ADOPT: IdeaStanding.ADOPTED,
    Act.ADAPT: IdeaStanding.ADAPTED,
    Act.ABANDON: IdeaStanding.ABANDONED,
}


@dataclass(frozen=True)
class Record:
    """What is known of a project, as far as its stage rests on it."""

    aim_missing: tuple[str, ...] = ()
    numbers: int = 0
    begun: int = 0
    answered: int = 0
    improved: bool = False
    ended: bool = False


@dataclass(frozen=True)
class Standing:
    """`wanted`: what would bring the project to `next_stage`, in words; empty once it ended."""

    stage: Stage
    next_stage: Stage | None
    wanted: tuple[str, ...]

    @property
    def step(self) -> int:
        return ORDER.index(self.stage) + 1


def standing_of(record: Record) -> Standing:
    if record.ended:
        return Standing(Stage.ENDED, None, ())
    evidence = {
        Stage.STARTED: "",
        Stage.AIMED: _aim_wanted(record),
        Stage.MEASURING: _numbers_wanted(record, CENTRE_FROM),
        Stage.TESTING: "" if record.begun else "try a first change, as a PDSA cycle",
        Stage.LEARNING: _answer_wanted(record),
        Stage.IMPROVING: _change_wanted(record),
        Stage.ENDED: "say how it ended, when it has: whatever came of it",
    }
    stage = next(one for one in reversed(ORDER) if not evidence[one])
    following = ORDER[ORDER.index(stage) + 1]
    passed = ORDER[: ORDER.index(following) + 1]
    return Standing(stage, following, tuple(evidence[one] for one in passed if evidence[one]))


def _aim_wanted(record: Record) -> str:
    return f"say in the aim {_listed(record.aim_missing)}" if record.aim_missing else ""


def _numbers_wanted(record: Record, needed: int) -> str:
    short = needed - record.numbers
    return f"add {short} more number{'' if short == 1 else 's'}" if short > 0 else ""


def _answer_wanted(record: Record) -> str:
    return "" if record.answered else "say of a change what you do with it: adopt, adapt or abandon"


def _change_wanted(record: Record) -> str:
    if record.improved and record.answered:
        return ""
    return (
        _numbers_wanted(record, JUDGED_FROM)
        or _answer_wanted(record)
        or "keep counting, or try another change: the chart shows no clear change yet"
    )


def _listed(words: tuple[str, ...]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def idea_standing(acts: Sequence[str]) -> IdeaStanding:
    """Of the answers of its cycles in their order, the last: an idea tried again is being tried."""
    return BECAME[acts[-1]] if acts else IdeaStanding.NOT_TRIED
