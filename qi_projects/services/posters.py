"""A poster from its first words to approval, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core import audit, clock, links, mail
from core.errors import Refused
from qi_projects import permissions
from qi_projects.enums import POSTER_MOVES, PosterDesign, PosterState
from qi_projects.models import Poster, PosterComment, PosterVersion, Project
from qi_projects.poster.versions import COMMENTED
from qi_projects.selectors import printed_sections, printed_words, with_poster
from qi_projects.selectors.poster_words import OWN as WORDS
from qi_projects.services import showing

FIELDS = (*WORDS, "design")
# Words are saved as they are typed: the trail notes that somebody wrote, not each save.
ONE_SITTING = timedelta(minutes=15)
APPROVED_ALREADY = (
    "The poster is approved. Ask the Pioneer to change it: it then leaves the booklet until it "
    "has been read again."
)


class Conflict(Refused):
    """Somebody (the same person on another device, as a rule) saved in between."""


@transaction.atomic
def write_poster(
    project: Project,
    *,
    by: Any,
    done: Mapping[int, bool] | None = None,
    seen_at: datetime | None = None,
    **words: str,
) -> Poster:
    """The poster's own words and design. An approved poster becomes a draft of its next version.

    `done` says of comments (by id) whether they have been seen to. With `seen_at`, the words are
    saved only if nobody changed the poster after that moment.
    """
    poster = _locked(project)
    if poster.state == PosterState.SUBMITTED:
        raise Refused(
            "The poster is with the programme team. Wait for their answer, then change it."
        )
    if not words_are_open(poster, by=by):
        raise Refused(APPROVED_ALREADY)
    if words.get("design", poster.design) not in PosterDesign.values:
        raise Refused("Please choose one of the designs shown.")
    _tick(poster, done or {})
    words = {name: text.strip() for name, text in words.items()}
    changed = [name for name in FIELDS if name in words and getattr(poster, name) != words[name]]
    if not changed:
        return poster
    if seen_at is not None and poster.changed_at != seen_at:
        raise Conflict("The poster was changed in another tab or on another device meanwhile.")
    for name in changed:
        setattr(poster, name, words[name])
    if poster.state == PosterState.APPROVED:
        poster.state = PosterState.DRAFT
        poster.version += 1
    # It was said of other words.
    poster.declared = False
    if not permissions.owns_project(by, project):
        poster.public_version = None
    poster.changed_at = clock.now()
    poster.save()
    _note_writing(poster, by=by, changed=changed)
    return poster


def words_are_open(poster: Poster, *, by: Any) -> bool:
    """Whether its words can be changed now: of an approved one by whoever leads the project."""
    if poster.state == PosterState.APPROVED:
        place = permissions.has_place(by, poster.project)
        return not place or permissions.leads_project(by, poster.project)
    return poster.state != PosterState.SUBMITTED


def _tick(poster: Poster, done: Mapping[int, bool]) -> None:
    for is_done in (True, False):
        ids = [pk for pk, value in done.items() if value is is_done]
        if ids:
            poster.comments.filter(pk__in=ids).update(is_done=is_done)


def _note_writing(poster: Poster, *, by: Any, changed: list[str]) -> None:
    last = audit.history(poster).first()
    same = last and (last.action, last.actor) == ("wrote poster", by.email)
    if not same or last.at < clock.now() - ONE_SITTING:
        audit.record("wrote poster", poster, by=by, detail={"fields": changed})


@transaction.atomic
def submit_poster(poster: Poster, *, by: Any, declared: bool, public: bool = False) -> Poster:
    """Give it to the programme team, with the promise that nobody can recognise a resident.

    `public`: its author agrees that it is shown to everybody once it is approved. They are shown
    what they said before; whoever else sends it cannot say it for them.
    """
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
    if public:
        showing.agree(poster, by=by)
    else:
        showing.take_back(poster, by=by)
    _keep_version(poster, by=by)
    audit.record("submitted poster", poster, by=by, detail={"version": poster.version})
    return poster


def missing_words(poster: Poster) -> list[str]:
    """What a poster cannot do without, in words."""
    project = poster.project
    said = printed_words(project)
    wanted = [
        (project.problem, "what matters and why"),
        (project.aim_sentence, "the aim"),
        (said["results"], "what happened"),
        (said["learning"], "what you learned"),
    ]
    return [words for value, words in wanted if not value]


@transaction.atomic
def approve_poster(poster: Poster, *, by: Any) -> Poster:
    """The poster may be shown: in the booklet, at the celebration; to everybody if agreed."""
    poster = _locked(poster.project)
    _move(poster, PosterState.APPROVED)
    poster.approved_at, poster.approved_by = clock.now(), by
    poster.staff_comment = ""
    poster.save()
    poster.comments.filter(is_done=False).update(is_done=True)
    _keep_version(poster, by=by)
    audit.record("approved poster", poster, by=by, detail={"version": poster.version})
    if poster.is_public:
        showing.print_sheet(poster, by=by)
    _tell(poster, "poster_approved")
    return poster


@transaction.atomic
def ask_for_changes(
    poster: Poster, *, by: Any, comment: str = "", at: Mapping[str, str] | None = None
) -> Poster:
    """Back to its author, with what should change: in general, and `at` sections."""
    poster = _locked(poster.project)
    comment = comment.strip()
    notes = {section: text.strip() for section, text in (at or {}).items() if text.strip()}
    if unknown := set(notes) - set(COMMENTED):
        raise Refused(f"The poster has no section “{unknown.pop()}”.")
    if not (comment or notes):
        raise Refused("Please say what should change, so that they can change it.")
    _move(poster, PosterState.CHANGES_ASKED)
    PosterComment.objects.bulk_create(
        PosterComment(
            poster=poster,
            version=poster.version,
            section=section,
            text=text,
            written_by=by,
            written_at=clock.now(),
        )
        for section, text in notes.items()
    )
    poster.staff_comment = "\n\n".join(_lines(comment, notes))
    poster.save()
    audit.record("asked for changes to poster", poster, by=by, detail={"sections": sorted(notes)})
    _tell(poster, "poster_changes_asked", comment=poster.staff_comment)
    return poster


def _lines(comment: str, notes: Mapping[str, str]) -> Iterable[str]:
    if comment:
        yield comment
    for section, label in COMMENTED.items():
        if section in notes:
            yield f"{label}: {notes[section]}"


def _keep_version(poster: Poster, *, by: Any) -> None:
    PosterVersion.objects.create(
        poster=poster,
        number=poster.version,
        state=poster.state,
        content=printed_sections(poster.project),
        made_by=by,
        made_at=clock.now(),
    )


def _locked(project: Project) -> Poster:
    poster = Poster.objects.select_for_update().get(project=project)
    poster.project = with_poster(Project.objects.all()).get(pk=project.pk)
    poster.project.poster = poster
    return poster


def _move(poster: Poster, to: str) -> None:
    if poster.state == to:
        raise Refused(f"This was done already: the poster is “{poster.get_state_display()}”.")
    if to not in POSTER_MOVES[poster.state]:
        raise Refused(
            f"The poster is “{poster.get_state_display()}” by now. Look at it once more below."
        )
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
