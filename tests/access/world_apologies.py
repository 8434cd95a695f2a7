"""A side's link of apologies, and its alumna's certificate."""

from __future__ import annotations

from core import links
from reports.models import Certificate
from tests.access.sides import Side
from workshops import apology_links


def add(side: Side) -> None:
    rows = side.rows
    meeting, pioneer = rows["meeting"], rows["pioneer"]
    rows["apology_token"] = links.create(
        apology_links.ACTION, meeting, expires_at=meeting.ends_at, person=pioneer.person
    )
    rows["certificate"] = Certificate.objects.create(
        pioneer=rows["alumna"],
        facts={"workshops": 4, "set_meetings": 8, "project": ""},
        issued_by=side.people["administrator"],
    )
    rows["certificate_code"] = rows["certificate"].printed_code
