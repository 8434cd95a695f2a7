"""The file that a person gets: a page to read, the same for programs, and their own files."""

from __future__ import annotations

import json
import logging
import re
import shutil
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from core import clock
from core.templatetags.words import day, moment
from qi_projects.models.project import plain
from reports.subject_data.kept import SYSTEM, TWICE, YOURS
from reports.subject_data.reading import Everything, Part

log = logging.getLogger("reports.subject_data")
PAGE, DATA = "your-data.html", "your-data.json"
ENDING = re.compile(r"\.[a-z0-9]{1,5}$")
GONE = "The file could not be found. Please tell the programme team."
# Left out, and nobody misses it: named all the same, behind a press.
FOR_PROGRAMS = (YOURS, TWICE, SYSTEM)
# Longer words and lists read better one below the other than in a table.
SHORT, FEW = 60, 6


@dataclass(frozen=True)
class InTheFile:
    """A person's own file, by its name in the archive."""

    name: str


def write(out: IO[bytes], found: Everything, *, made_by: str) -> int:
    """Write the archive, and say how many files of the person's own are in it."""
    count = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for _, parts in found.sections:
            for part in parts:
                count += _put_files(archive, part)
        facts = {"made_at": clock.now(), "made_by": made_by}
        archive.writestr(DATA, _data(found, facts))
        archive.writestr(PAGE, page(found, facts, files=count))
    return count


def _put_files(archive: zipfile.ZipFile, part: Part) -> int:
    """The files of the rows go in, and their cells say where they are."""
    count = 0
    for pk, cells in part.rows:
        for place, (label, value) in enumerate(cells):
            if isinstance(value, FieldFile):
                name = _name(part, pk, value)
                there = _put(archive, name, value)
                count += there
                cells[place] = (label, InTheFile(name) if there else GONE)
    return count


def _name(part: Part, pk: Any, file: FieldFile) -> str:
    """Of our own making: what somebody called a file may lead out of the folder it is put in."""
    ending = ENDING.search(str(file.name).lower())
    return f"files/{part.kept.model._meta.model_name}-{pk}{ending[0] if ending else ''}"


def _put(archive: zipfile.ZipFile, name: str, file: FieldFile) -> bool:
    try:
        source = file.open("rb")
    except FileNotFoundError:
        log.error("%s is not in the store", file.name)
        return False
    with source, archive.open(name, "w") as target:
        shutil.copyfileobj(source, target)
    return True


# --- For programs -----------------------------------------------------------------------------
def _data(found: Everything, facts: dict[str, Any]) -> str:
    everything = {
        "about": found.subject.person.email,
        **facts,
        "sections": [
            {
                "title": section.label,
                "kinds": [
                    {"title": part.kept.title, "rows": [dict(cells) for _, cells in part.rows]}
                    for part in parts
                ],
            }
            for section, parts in found.sections
        ],
        "left_out": [{"why": why, "what": what} for why, what in found.left_out.items()],
    }
    return json.dumps(everything, default=_as_json, ensure_ascii=False, indent=1)


def _as_json(value: Any) -> Any:
    if isinstance(value, InTheFile):
        return value.name
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


# --- To read ----------------------------------------------------------------------------------
def page(found: Everything, facts: dict[str, Any], *, files: int) -> str:
    sections = [(section, [_shown(part) for part in parts]) for section, parts in found.sections]
    context = {
        "person": found.subject.person,
        "by_staff": found.subject.made_by_staff,
        "sections": sections,
        "left_out": [pair for pair in found.left_out.items() if pair[0] not in FOR_PROGRAMS],
        "needed": [pair for pair in found.left_out.items() if pair[0] in FOR_PROGRAMS],
        "files": files,
        "site": settings.SITE_NAME,
        "style": mark_safe(_style()),
        **facts,
    }
    return render_to_string("offline/your_data.html", context)


def _style() -> str:
    path = finders.find("css/your_data.css")
    if not isinstance(path, str):
        raise FileNotFoundError("css/your_data.css is not installed.")
    with open(path, encoding="utf-8") as file:
        return file.read()


def _shown(part: Part) -> dict[str, Any]:
    """As a table where every value is short; else each row on its own, without what is empty."""
    rows = [[(label, words(value)) for label, value in cells] for _, cells in part.rows]
    used = {label for cells in rows for label, value in cells if value not in ("", [])}
    rows = [[cell for cell in cells if cell[0] in used] for cells in rows]
    short = len(used) <= FEW and all(
        isinstance(value, str) and len(value) <= SHORT for cells in rows for _, value in cells
    )
    return {"title": part.kept.title, "rows": rows, "table": short and len(rows) > 1}


def words(value: Any) -> str | list[str] | InTheFile:
    """A value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict):
        return [f"{str(name).replace('_', ' ')}: {words(one)}" for name, one in value.items()]
    if isinstance(value, list | tuple):
        return [str(words(one)) for one in value]
    if isinstance(value, InTheFile):
        return value
    return str(value) if str(value).strip() else ""
