"""What qi_projects holds. A project is its Pioneer's own; others gave words to it."""

from __future__ import annotations

from typing import Any

from qi_projects.models import (
    ChangeIdea,
    Comment,
    Driver,
    Measure,
    Member,
    Observation,
    PdsaCycle,
    Photo,
    Poster,
    PosterComment,
    PosterVersion,
    ProgressReport,
    Project,
    Reach,
    Rebase,
    Update,
)
from reports.subject_data.kept import (
    OTHERS,
    SYSTEM,
    TWICE,
    YOURS,
    Column,
    Kept,
    Section,
    Whose,
    add,
    person,
)

OWN = person("project__pioneer__person")
OF_MEASURE = person("measure__project__pioneer__person")
OF_POSTER = person("poster__project__pioneer__person")


def _mine(
    model: Any, title: str, *given: str | Column, whose: Whose = OWN, **withheld: str
) -> Kept:
    """Rows that hang on the person's own project."""
    reasons = {YOURS: withheld.get("yours", ""), OTHERS: withheld.get("others", "")}
    reasons |= {SYSTEM: withheld.get("system", ""), TWICE: withheld.get("twice", "")}
    return Kept(model, Section.PROJECT, title, whose, given, reasons)


def _written(
    model: Any, title: str, by: str, own: Whose, *given: str | Column, others: str
) -> Kept:
    """What the person gave to projects of others: their own words, and not whose project."""
    whose = Whose((by,), but=own.paths)
    return Kept(model, Section.ROLES, title, whose, given, {YOURS: by, OTHERS: others})


add(
    _mine(
        Project,
        "Your project",
        *("title", "theme", "home", "problem", "aim_verb", "aim_what", "aim_from", "aim_to"),
        *("aim_unit", "aim_among", "aim_by", "team", "started_on"),
        *("outcome", "outcome_words", "ended_on"),
        whose=person("pioneer__person"),
        yours="pioneer",
    ),
    _mine(Driver, "Drivers", "text", "parent", yours="project", system="position"),
    _mine(ChangeIdea, "Change ideas", "text", yours="project", system="position"),
    _mine(
        ChangeIdea.drivers.through,
        "Which idea serves which driver",
        Column("changeidea", "Idea"),
        "driver",
        whose=person("changeidea__project__pioneer__person"),
    ),
    _mine(
        PdsaCycle,
        "PDSA cycles",
        *("number", "title", "idea", "started_on", "ended_on", "prediction"),
        *("plan", "do", "study", "act"),
        yours="project",
    ),
    _mine(
        Measure,
        "Measures",
        *("name", "definition", "kind", "unit", "direction", "target", "purpose", "chart"),
        *("out_of_what", "per", "is_headline", "retired_on", "created_at"),
        yours="project",
        system="library_key",
    ),
    _mine(
        Observation,
        "Numbers",
        Column("measure", "Measure", path="measure.name"),
        *("on", "value", "events", "out_of", "note"),
        whose=OF_MEASURE,
        others="entered_by",
    ),
    _mine(
        Rebase,
        "New centre lines",
        Column("measure", "Measure", path="measure.name"),
        *("on", "reason", "made_at"),
        whose=OF_MEASURE,
        others="made_by",
    ),
    _mine(
        Update,
        "Updates",
        "text",
        Column("observation", "Number with it", path="observation.value"),
        Column("photo", "Photograph with it", path="photo.alt_text"),
        "written_at",
        yours="project",
        others="written_by",
        system="client_key",
    ),
    _mine(
        ProgressReport,
        "Reports that were asked for",
        *("due_on", "skipped"),
        Column("update", "Answered by", path="update.text"),
        yours="project",
        system="usual_on",
    ),
    _mine(
        Comment,
        "Comments on your project",
        "text",
        Column("written_by", "Written by", path="written_by.name"),
        "written_at",
        yours="project",
        twice="update",
    ),
    _mine(
        Reach,
        "People you reached",
        *("group", "people", "how", "on", "added_at"),
        yours="project",
        others="added_by",
    ),
    _mine(
        Photo,
        "Photographs",
        *("image", "alt_text", "consent", "on_poster", "focus", "added_at"),
        yours="project",
        others="added_by",
        system="width height",
    ),
    _mine(
        Poster,
        "Your poster",
        *("headline", "results", "learning", "what_did_not_work", "next_steps"),
        *("quotation", "quotation_from", "thanks", "staff_comment", "declared"),
        *("state", "version", "public_version", "design"),
        *("changed_at", "submitted_at", "approved_at"),
        whose=OWN,
        yours="project",
        others="approved_by",
    ),
    _mine(
        PosterVersion,
        "Earlier versions of your poster",
        *("number", "state", "content", "made_at"),
        whose=OF_POSTER,
        yours="poster",
        others="made_by",
    ),
    _mine(
        PosterComment,
        "Comments on your poster",
        *("version", "section", "text"),
        Column("written_by", "Written by", path="written_by.name"),
        *("written_at", "is_done"),
        whose=OF_POSTER,
        yours="poster",
    ),
    _mine(
        Member,
        "Who was asked to your project’s team, or to carry it on",
        *("role", "invited_at", "accepted_at", "ended_at"),
        yours="project",
        others="name email person invited_by may_be_named",
    ),
    Kept(
        Member,
        Section.ROLES,
        "Projects you were asked to help with, or to carry on",
        Whose(("person",), ("email",)),
        ("name", "email", "role", "invited_at", "accepted_at", "ended_at", "may_be_named"),
        {YOURS: "person", OTHERS: "project invited_by"},
    ),
    _written(
        Observation,
        "Numbers you typed for projects of others",
        "entered_by",
        OF_MEASURE,
        *("on", "value", "events", "out_of", "note"),
        others="measure",
    ),
    _written(
        Update,
        "Updates you wrote for projects of others",
        "written_by",
        OWN,
        *("text", "written_at"),
        others="project observation photo client_key",
    ),
    _written(
        Comment,
        "Comments you wrote on projects of others",
        "written_by",
        OWN,
        *("text", "written_at"),
        others="project update",
    ),
    _written(
        PosterComment,
        "Comments you wrote on posters of others",
        "written_by",
        OF_POSTER,
        *("section", "text", "written_at"),
        others="poster version is_done",
    ),
    _written(
        Photo,
        "Photographs you added to projects of others",
        "added_by",
        OWN,
        *("image", "alt_text", "added_at"),
        others="project width height focus on_poster consent",
    ),
    _written(
        Reach,
        "People reached, noted by you for projects of others",
        "added_by",
        OWN,
        *("how", "added_at"),
        others="project group people on",
    ),
    _written(
        Rebase,
        "New centre lines that you drew on charts of others",
        "made_by",
        OF_MEASURE,
        *("reason", "made_at"),
        others="measure on",
    ),
)
