"""Reads of projects, their charts and what a poster shows."""

from qi_projects.selectors.charts import (
    chart,
    chart_card,
    chart_choices,
    headline,
    new_line_from,
    series,
)
from qi_projects.selectors.evidence import evidence_of
from qi_projects.selectors.poster_words import own_words, printed_words, proposed_words
from qi_projects.selectors.posters import (
    photos_of,
    poster_content,
    poster_fingerprint,
    poster_mark,
    poster_media,
    printed_sections,
)
from qi_projects.selectors.progress import behind, nudged_at, progress_of, with_standing
from qi_projects.selectors.projects import (
    as_subject,
    as_worked_on,
    going_on,
    left_alone,
    of_cohort,
    posters_of,
    posters_waiting,
    with_poster,
    with_record,
    without_project,
)
from qi_projects.selectors.reach import people_words, reached, reached_words, totals_reached
from qi_projects.selectors.standing import standing, stands
from qi_projects.selectors.team import (
    named_without_a_yes,
    names_to_offer,
    several_type,
    successor_of,
    team_of,
    typed_by,
    was_in_team,
    who_sees,
)
from qi_projects.selectors.theory import diagram_svg, poster_drivers, theory, to_follow
from qi_projects.selectors.wall import wall

__all__ = [
    "as_subject",
    "as_worked_on",
    "behind",
    "chart",
    "chart_card",
    "chart_choices",
    "diagram_svg",
    "evidence_of",
    "going_on",
    "headline",
    "left_alone",
    "named_without_a_yes",
    "names_to_offer",
    "new_line_from",
    "nudged_at",
    "of_cohort",
    "own_words",
    "people_words",
    "photos_of",
    "poster_content",
    "poster_drivers",
    "poster_fingerprint",
    "poster_mark",
    "poster_media",
    "posters_of",
    "posters_waiting",
    "printed_sections",
    "printed_words",
    "progress_of",
    "proposed_words",
    "reached",
    "reached_words",
    "series",
    "several_type",
    "standing",
    "stands",
    "successor_of",
    "team_of",
    "theory",
    "to_follow",
    "totals_reached",
    "typed_by",
    "wall",
    "was_in_team",
    "who_sees",
    "with_poster",
    "with_record",
    "with_standing",
    "without_project",
]
