"""What a poster says by itself, from the record, wherever its Pioneer has written nothing.

Only what somebody recorded is repeated: no adjectives, no comparison of before and after. Pieces
are taken while they fit the section, the telling ones first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from core.templatetags.words import day
from qi_projects.enums import Act
from qi_projects.models import Project
from qi_projects.models.project import plain
from qi_projects.poster.content import WORDS_FIT, words
from qi_projects.selectors.charts import headline
from qi_projects.selectors.reach import reached_words

# The poster's own words, as its model has them; a quotation is somebody's and never proposed.
OWN = (
    "headline",
    "results",
    "learning",
    "what_did_not_work",
    "next_steps",
    "quotation",
    "quotation_from",
    "thanks",
)
# fewer numbers have a middle, but one that says nothing
MIDDLE_FROM = 6


def own_words(project: Project) -> dict[str, str]:
    return {name: getattr(project.poster, name) for name in OWN}


def printed_words(project: Project, own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every section as it is printed: one's own words (`own`, if not the stored), else proposed."""
    own = own_words(project) if own is None else own
    return {name: own.get(name) or text for name, text in proposed_words(project).items()}


def proposed_words(project: Project) -> dict[str, str]:
    cycles = list(project.cycles.all())
    return dict.fromkeys(OWN, "") | {
        "headline": project.title,
        "results": _fill("results", _results(project)),
        "learning": _fill("learning", _learning(cycles)),
        "what_did_not_work": _fill("what_did_not_work", _did_not_work(project, cycles)),
        "next_steps": _fill("next_steps", _next_steps(cycles)),
        "thanks": _fill("thanks", _thanks(project)),
    }


def _fill(section: str, pieces: Iterable[str]) -> str:
    """As many of the pieces as fit; the first in any case, for whoever writes to shorten."""
    text = ""
    for piece in pieces:
        longer = f"{text} {piece}".strip()
        if text and words(longer) > WORDS_FIT[section]:
            break
        text = longer
    return text


def _results(project: Project) -> Iterable[str]:
    """How it ended, and what was counted; the finding itself stands over the chart."""
    if project.outcome:
        yield _sentence(project.get_outcome_display())
        if project.outcome_words:
            yield _sentence(project.outcome_words)
    reach = reached_words(project)
    if reach:
        yield reach
    measure = headline(project)
    rows = list(measure.observations.all()) if measure else []
    if measure is None or not rows:
        return
    if len(rows) == 1:
        yield f"We counted “{measure.name}” once, on {_date(rows[0].on)}."
        return
    yield (
        f"We counted “{measure.name}” {len(rows)} times, from {_date(rows[0].on)} to "
        f"{_date(rows[-1].on)}."
    )
    if len(rows) >= MIDDLE_FROM:
        middle = plain(median(row.value for row in rows))
        yield f"The middle one of our numbers is {_with_unit(middle, measure.unit)}."
    if measure.target is not None:
        yield f"We aim for {_with_unit(plain(measure.target), measure.unit)}."


def _learning(cycles: list[Any]) -> Iterable[str]:
    """The latest tests first: what was expected beside what was found, where both fit."""
    studied = [cycle for cycle in reversed(cycles) if cycle.study and cycle.act != Act.ABANDON]
    for cycle in studied:
        found = _sentence(cycle.study)
        whole = f"{found} What we expected: {_sentence(cycle.prediction)}"
        fits = words(whole) <= WORDS_FIT["learning"]
        yield whole if cycle.prediction and fits else found


def _did_not_work(project: Project, cycles: list[Any]) -> Iterable[str]:
    for cycle in cycles:
        if cycle.act == Act.ABANDON:
            yield f"{cycle.title}: {_sentence(cycle.study)}" if cycle.study else f"{cycle.title}."


def _next_steps(cycles: list[Any]) -> Iterable[str]:
    kept = [cycle.title for cycle in cycles if cycle.act == Act.ADOPT]
    if kept:
        yield f"We keep: {'; '.join(kept)}."
    changed = [cycle.title for cycle in cycles if cycle.act == Act.ADAPT]
    if changed:
        yield f"We change and try again: {'; '.join(changed)}."
    going_on = [cycle.title for cycle in cycles if not cycle.act]
    if going_on:
        yield f"We are still trying: {'; '.join(going_on)}."


def _thanks(project: Project) -> Iterable[str]:
    home = f"everybody at {project.home.name}" if project.home else "everybody in our home"
    if project.team:
        yield f"To {project.team.rstrip('.')}, and {home}."
    else:
        yield f"To {home}."


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."


def _with_unit(number: str, unit: str) -> str:
    return f"{number}{'' if unit.startswith('%') else ' '}{unit}".strip()


def _date(on: Any) -> str:
    return day(on).split(" ", 1)[1]
