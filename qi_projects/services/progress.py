"""Word of a project: updates, which answer its monthly reports, and comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from qi_projects import comment_mails, report_reminders
from qi_projects.models import Comment, Measure, Observation, Photo, ProgressReport, Project, Update
from qi_projects.services.numbers import Number, record_numbers
from qi_projects.services.photos import add_photo
from qi_projects.services.record import lock

# Whoever finds a lost phone cannot fill a project by its link.
MOST_A_DAY_BY_LINK = 12


@dataclass(frozen=True)
class Picture:
    file: BinaryIO
    alt_text: str
    consent: bool


@transaction.atomic
def write_update(
    project: Project,
    *,
    by: Any,
    text: str = "",
    measure: Measure | None = None,
    number: Number | None = None,
    picture: Picture | None = None,
    client_key: str = "",
    how: str = "",
) -> Update:
    """What was told on one day, with perhaps a number of `measure` and a photograph.

    It answers every report that is due, late ones too. The same `client_key` again is the same
    update: a phone without a signal may send twice. `how` is "link" where a link in a mail was used
    without signing in.
    """
    lock(project)
    if client_key and (known := project.updates.filter(client_key=client_key).first()):
        return known
    if not (text.strip() or number or picture):
        raise Refused("Write a number or a sentence, or choose a photograph: one is enough.")
    if how == "link":
        _check_rate(project, by=by)
    update = Update.objects.create(
        project=project,
        text=text.strip(),
        observation=_record(measure, number, by=by) if measure and number else None,
        photo=_keep(project, picture, by=by) if picture else None,
        client_key=client_key,
        written_by=by,
        written_at=clock.now(),
    )
    audit.record("wrote update", project, by=by, detail={"by": how} if how else None)
    _answer_reports(update)
    return update


def _check_rate(project: Project, *, by: Any) -> None:
    since = clock.ago(days=1)
    if project.updates.filter(written_by=by, written_at__gt=since).count() >= MOST_A_DAY_BY_LINK:
        raise Refused(
            "You have told us a lot today. Please sign in to add more, or go on tomorrow."
        )


def _record(measure: Measure, number: Number, *, by: Any) -> Observation:
    record_numbers(measure, by=by, numbers=[number])
    return measure.observations.get(on=number.on)


def _keep(project: Project, picture: Picture, *, by: Any) -> Photo:
    return add_photo(
        project,
        by=by,
        file=picture.file,
        alt_text=picture.alt_text,
        consent=picture.consent,
        on_poster=False,
    )


def _answer_reports(update: Update) -> None:
    """Those that are late or due soon; reminders of them that have not left stay here."""
    if ProgressReport.objects.due().filter(project=update.project_id).update(update=update):
        report_reminders.withdraw(update.project)


@transaction.atomic
def comment(project: Project, *, by: Any, text: str, update: Update | None = None) -> Comment:
    """Said of a project, or of one of its updates; the other side is told by mail."""
    if not text.strip():
        raise Refused("Write what you would like to say.")
    made = Comment.objects.create(
        project=project, update=update, text=text.strip(), written_by=by, written_at=clock.now()
    )
    audit.record("commented on project", project, by=by, detail={"comment": made.pk})
    comment_mails.tell(made)
    return made
