"""Files of the register that staff send: read by the worker, looked at, then imported or not.

The row is the queue. A lost task is offered again, and each may run twice: reading changes nothing,
and importing the same file again changes nothing the second time.
"""

from __future__ import annotations

import logging
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Q
from kombu.exceptions import OperationalError

from cohorts.permissions import staff
from core import audit, clock
from core.errors import Refused
from pioneers.models import (
    CareHome,
    Pioneer,
    RegisterImport,
    RegisterUpload,
    UploadState,
)
from pioneers.services.register import ImportReport, import_register

log = logging.getLogger("pioneers.uploads")
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
MOST_SHOWN = 50
AT_WORK = (UploadState.READING, UploadState.IMPORTING)


@transaction.atomic
def receive(file: File, *, name: str, by: Any) -> RegisterUpload:
    """Keep the file and have it read; nothing is imported yet."""
    _only_staff(by)
    upload = RegisterUpload(
        file_name=Path(name).name[-200:], uploaded_by=by, uploaded_at=clock.now()
    )
    upload.file.save("register", file, save=False)
    upload.save()
    audit.record("sent a file of the register", upload, by=by)
    offer(upload)
    return upload


@transaction.atomic
def confirm(upload: RegisterUpload, *, by: Any) -> RegisterUpload:
    """Import what was read. Of two presses, the second finds it being imported."""
    upload = _in_state(upload, UploadState.READ, by)
    upload.state, upload.attempts, upload.lines_read = UploadState.IMPORTING, 0, 0
    upload.save()
    audit.record("had a file of the register imported", upload, by=by)
    offer(upload)
    return upload


@transaction.atomic
def discard(upload: RegisterUpload, *, by: Any) -> None:
    """Throw the file away; nothing was imported from it."""
    upload = _in_state(upload, UploadState.READ, by)
    _finish(upload, UploadState.DISCARDED)
    audit.record("threw a file of the register away", upload, by=by)


def _only_staff(by: Any) -> None:
    if not staff(by, None):
        raise Refused("Only staff of a programme can read in the register.")


def _in_state(upload: RegisterUpload, state: str, by: Any) -> RegisterUpload:
    _only_staff(by)
    upload = RegisterUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.state != state:
        raise Refused(f"{upload.file_name}: {upload.get_state_display().lower()} already.")
    return upload


def offer(upload: RegisterUpload) -> None:
    """After commit, tell a worker. If the broker is down, the next look at the clock offers it."""

    def knock() -> None:
        from pioneers.tasks import work_on_upload

        try:
            work_on_upload.apply_async(args=(str(upload.pk),), retry=False)
        except (OperationalError, OSError) as error:
            log.warning("The broker could not be reached; it will be offered again: %s", error)

    transaction.on_commit(knock)


def offer_waiting() -> int:
    """Offer again what waits and what a killed worker left half done."""
    now = clock.now()
    waiting = RegisterUpload.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=now),
        state__in=AT_WORK,
        uploaded_at__lt=now - timedelta(seconds=30),
    )
    for upload in waiting[:5]:
        offer(upload)
    return 0


def work(upload_id: str) -> None:
    """Read or import one file. Of two workers with the same id, one does it."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=clock.now())
    taken = RegisterUpload.objects.filter(free, pk=upload_id, state__in=AT_WORK).update(
        attempts=F("attempts") + 1, lease_until=clock.now() + LEASE
    )
    upload = RegisterUpload.objects.select_related("uploaded_by").filter(pk=upload_id).first()
    if not taken or upload is None:
        log.info("Upload %s is not waiting; nothing to do", upload_id)
        return
    try:
        _read_or_import(upload)
    except Refused as refusal:
        _finish(upload, UploadState.FAILED, str(refusal))
    except Exception:
        # Anything else is our fault: logged whole, tried again twice, then said plainly.
        log.exception("Upload %s could not be worked on", upload_id)
        if upload.attempts >= MOST_ATTEMPTS:
            _finish(upload, UploadState.FAILED, "Something went wrong on our side.")
        else:
            RegisterUpload.objects.filter(pk=upload.pk).update(lease_until=None)
            raise


def _read_or_import(upload: RegisterUpload) -> None:
    def progress(lines: int) -> None:
        RegisterUpload.objects.filter(pk=upload.pk).update(
            lines_read=lines, lease_until=clock.now() + LEASE
        )

    def done(record: RegisterImport) -> None:
        """In the import's own transaction: it is imported and marked so, or neither."""
        RegisterUpload.objects.filter(pk=upload.pk).update(
            state=UploadState.DONE, register_import=record, lease_until=None
        )

    with tempfile.TemporaryDirectory() as folder:
        # A copy under its own name: the date of CQC's file stands there, and storage may be far.
        path = Path(folder) / upload.file_name
        with upload.file.open("rb") as source, path.open("wb") as copy:
            for chunk in source.chunks():
                copy.write(chunk)
        if upload.state == UploadState.IMPORTING:
            import_register(path, by=upload.uploaded_by, progress=progress, within=done)
            upload.refresh_from_db()
            upload.file.delete(save=True)
            return
        report = import_register(path, by=upload.uploaded_by, dry_run=True, progress=progress)
    RegisterUpload.objects.filter(pk=upload.pk, state=UploadState.READING).update(
        state=UploadState.READ, preview=preview_of(report), lease_until=None
    )


def _finish(upload: RegisterUpload, state: str, words: str = "") -> None:
    upload.refresh_from_db()
    upload.state, upload.error, upload.lease_until = state, words[:600], None
    upload.file.delete(save=False)
    upload.save()


def preview_of(report: ImportReport) -> dict[str, Any]:
    """What the import would change, as the page shows it."""
    known = _pioneers_at(report.missing)
    missing = sorted(report.missing, key=lambda home: (-known[home.pk], home.name))
    return {
        "layout": str(report.layout),
        "format": str(report.file_format),
        "produced_on": report.produced_on.isoformat() if report.produced_on else "",
        **report.counts(),
        "missing": len(report.missing),
        "returned": len(report.returned),
        "linked": len(report.linked),
        "suggested": len(report.suggested),
        "is_newest": report.is_newest,
        "whole_for": report.whole_for,
        "not_in_file": report.not_in_file,
        "missing_homes": [
            {"name": home.name, "postcode": home.postcode, "pioneers": known[home.pk]}
            for home in missing[:MOST_SHOWN]
        ],
        "linked_homes": [
            [f"{one.name} ({one.location_id})" for one in pair]
            for pair in report.linked[:MOST_SHOWN]
        ],
        "updates": [
            {
                "name": update.name,
                "changes": [
                    [_label(field), _shown(old), _shown(new)]
                    for field, (old, new) in update.changes.items()
                ],
            }
            for update in report.updates[:MOST_SHOWN]
        ],
        "skips": Counter(skip.reason for skip in report.skips).most_common(),
        "notes": [f"{note.name}: {note.words}" for note in report.notes[:MOST_SHOWN]],
    }


def _pioneers_at(homes: list[CareHome]) -> Counter[int]:
    found = Pioneer.objects.counted().filter(home__in=homes)
    return Counter(pk for pk in found.values_list("home", flat=True) if pk)


def _label(field: str) -> str:
    return str(getattr(CareHome._meta.get_field(field), "verbose_name", field))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value).replace("_", " ") or "none"
    return "none" if value in (None, "") else str(value)
