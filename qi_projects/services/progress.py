from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit, clock
from qi_projects.models import Project, Update


@transaction.atomic
def write_update(project: Project, *, by: Any, text: str) -> Update:
    update = Update.objects.create(
        project=project, text=text.strip(), written_by=by, written_at=clock.now()
    )
    audit.record("wrote update", project, by=by)
    return update
