"""Tasks of the pioneers app: ids in, one service called, safe to run twice."""

from __future__ import annotations

from celery import shared_task

from pioneers.services import uploads


@shared_task(name="pioneers.work_on_upload")
def work_on_upload(upload_id: str) -> None:
    uploads.work(upload_id)
