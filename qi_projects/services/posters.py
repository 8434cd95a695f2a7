from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit, clock, links, mail
from core.errors import Refused
from qi_projects.enums import POSTER_MOVES, PosterState
from qi_projects.models import Poster, Project

WORDS = (
    "headline",
    "results",
    "learning",
    "what_did_not_work",
    "next_steps",
    "quotation",
    "quotation_from",
    "thanks",
)


@transaction.atomic
def write_poster(project: Project, *, by: Any, **words: str) -> Poster:
    """The poster's own words. An approved poster becomes a draft of its next version."""
    poster = _locked(project)
    if poster.state == PosterState.SUBMITTED:
        raise Refused(
            "The poster is with the programme team. Wait for their answer, then change it."
        )
    changed = [name for name in WORDS if name in words and getattr(poster, name) != words[name]]
    if not changed:
        return poster
    for name in changed:
        setattr(poster, name, words[name].strip())
    if poster.state == PosterState.APPROVED:
        poster.state = PosterState.DRAFT
        poster.version += 1
    poster.declared = False
    poster.changed_at = clock.now()
    poster.save()
    audit.record("wrote poster", poster, by=by, detail={"fields": changed})
    return poster


@transaction.atomic
def submit_poster(poster: Poster, *, by: Any, declared: bool) -> Poster:
    """Give it to the programme team, with the promise that nobody can recognise a resident."""
    poster = _locked(poster.project)
    if not declared:
        raise Refused(
            "Please tick that nothing on the poster lets anybody recognise a resident: "
            "no names, no dates of birth, no rooms."
        )
    missing = missing_words(poster)
    if missing:
        raise Refused(f"Before you send it, please add: {', '.join(missing)}.")
    _move(poster, PosterState.SUBMITTED)
    poster.declared = True
    poster.submitted_at = clock.now()
    poster.staff_comment = ""
    poster.save()
    audit.record("submitted poster", poster, by=by)
    return poster


def missing_words(poster: Poster) -> list[str]:
    """What a poster cannot do without, in words."""
    project = poster.project
    wanted = [
        (project.problem, "what matters and why"),
        (project.aim_sentence, "the aim"),
        (poster.results, "what happened"),
        (poster.learning, "what you learned"),
    ]
    return [words for value, words in wanted if not value]


@transaction.atomic
def approve_poster(poster: Poster, *, by: Any) -> Poster:
    """The poster may be shown: in the booklet, at the celebration."""
    poster = _locked(poster.project)
    _move(poster, PosterState.APPROVED)
    poster.approved_at, poster.approved_by = clock.now(), by
    poster.staff_comment = ""
    poster.save()
    audit.record("approved poster", poster, by=by, detail={"version": poster.version})
    _tell(poster, "poster_approved")
    return poster


@transaction.atomic
def ask_for_changes(poster: Poster, *, by: Any, comment: str) -> Poster:
    poster = _locked(poster.project)
    if not comment.strip():
        raise Refused("Please say what should change, so that they can change it.")
    _move(poster, PosterState.CHANGES_ASKED)
    poster.staff_comment = comment.strip()
    poster.save()
    audit.record("asked for changes to poster", poster, by=by)
    _tell(poster, "poster_changes_asked", comment=poster.staff_comment)
    return poster


def _locked(project: Project) -> Poster:
    return Poster.objects.select_for_update().select_related("project").get(project=project)


def _move(poster: Poster, to: str) -> None:
    if to not in POSTER_MOVES[poster.state]:
        raise Refused(f"The poster is “{poster.get_state_display()}”; that cannot follow from it.")
    poster.state = to


def _tell(poster: Poster, kind: str, **context: object) -> None:
    pioneer = poster.project.pioneer
    mail.queue(
        kind,
        to=pioneer.person,
        key=f"{kind}:poster:{poster.pk}:{poster.submitted_at:%Y%m%d%H%M%S}",
        context={
            "poster": str(poster),
            "cohort": pioneer.cohort.name,
            "link": links.absolute("qi_projects:poster", poster.project_id),
            **context,
        },
        scope=pioneer.cohort.scope,
    )
