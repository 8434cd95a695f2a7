"""Making a copy of all that is held about a person, for themselves or by an administrator.

The copy is made while its person waits, and kept nowhere: a full record of nine months takes less
than half a second, and a file that waits for its reader would be everything about somebody in one
place, to be guarded and deleted again (docs/decisions/0009-subject-access.md).
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.db import transaction

from core import audit, links, mail
from core.models import AuditEvent, User
from reports.subject_data import archive, reading

MADE = "made a copy of all that is held about the person"
MOST_NAMED = 20


def make(person: User, *, by: User) -> IO[bytes]:
    """A ZIP archive, open at its beginning. Whoever it is about is told where another made it."""
    by_staff = by.pk != person.pk
    subject = reading.subject_of(person, made_by_staff=by_staff)
    found = reading.read(subject)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it once it is sent
    files = archive.write(out, found, made_by=str(by))
    size = out.tell()
    _note(person, by, {"rows": found.rows, "files": files, "bytes": size})
    out.seek(0)
    return out


@transaction.atomic
def _note(person: User, by: User, detail: dict[str, Any]) -> None:
    audit.record(MADE, person, by=by, detail=detail)
    if by.pk != person.pk:
        event = audit.history(person).filter(action=MADE).first()
        mail.queue_many([_told(person, by, event)])


def _told(person: User, by: User, event: AuditEvent) -> mail.Message:
    return mail.Message(
        kind="data_copied",
        key=f"data_copied:{event.pk}",
        to_email=person.email,
        to_name=person.name,
        person_id=person.pk,
        context={
            "first_name": person.first_name or "there",
            "who": str(by),
            "link": links.absolute("reports:own_data"),
        },
    )


@dataclass(frozen=True)
class Made:
    at: datetime
    who: str


def made_of(person: User, *, reader: Any) -> list[Made]:
    """The copies that were made so far, the latest first, and by whom."""
    events = list(audit.history(person).filter(action=MADE)[:MOST_NAMED])
    names = {user.email: user.name for user in User.objects.filter(email__in=_actors(events))}
    return [
        Made(
            event.at,
            "you" if event.actor == reader.email else names.get(event.actor) or event.actor,
        )
        for event in events
    ]


def _actors(events: list[AuditEvent]) -> set[str]:
    return {event.actor for event in events}
