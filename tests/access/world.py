"""Two programmes and two of everything, so that each id has a counterpart to be swapped for.

A side is one person of every role with rows of their own. `ours` and `neighbours` share a
programme and its cohorts; `theirs` is another programme.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from PIL import Image

from cohorts.enums import CohortState
from cohorts.models import Funding, Programme
from core import clock
from core.models import (
    ConsentText,
    Document,
    DocumentState,
    Heartbeat,
    OutboundEmail,
    User,
)
from pioneers.enums import PioneerState
from pioneers.models import (
    Answer,
    Question,
)
from pioneers.questions import add_questions
from qi_projects.enums import Direction, MeasureKind, PosterState
from qi_projects.models import Measure, Observation, PdsaCycle, Photo, Poster, Rebase, Update
from reports.models import FunderSummary
from tests import factories as make
from tests.access import world_apologies as apologies
from tests.access import world_calendar as calendar
from tests.access import world_growing as growing
from tests.access import world_mentoring as mentoring
from tests.access import world_planning as planning
from tests.access import world_posters as posters
from tests.access import world_registers as registers
from tests.access import world_safe_space as safe_space
from tests.access import world_selection as selection
from tests.access import world_team as team
from tests.access import world_updates as updates
from tests.access.sides import ROLES, Shared, Side, World, secret
from workshops.models import Attendance

__all__ = ["ROLES", "Shared", "Side", "World", "build"]


def build() -> World:
    first = _shared(make.programme())
    second = _shared(make.another_programme())
    world = World(
        ours=_side("ours", first),
        neighbours=_side("neighbours", first),
        theirs=_side("theirs", second),
    )
    ConsentText.objects.create(kind="photo", version=2, text="New words", changed="All of it")
    Heartbeat.objects.create(name="worker", at=clock.now())
    for side in (world.ours, world.neighbours, world.theirs):
        for user in side.people.values():
            EmailAddress.objects.get_or_create(
                user=user, email=user.email, defaults={"primary": True, "verified": True}
            )
        for role in ROLES:
            # Signing in writes; it happens before anything is watched.
            world.client(role, side)
    return world


def _shared(programme: Programme) -> Shared:
    today = clock.today()
    started = {
        "starts_on": today - timedelta(days=100),
        "ends_on": today + timedelta(days=170),
        "celebration_on": today + timedelta(days=177),
    }
    past = {
        "starts_on": today - timedelta(days=500),
        "ends_on": today - timedelta(days=200),
        "celebration_on": today - timedelta(days=190),
    }
    shared = Shared(
        programme=programme,
        calling=make.cohort(programme, CohortState.OPEN),
        selecting=make.cohort(programme, CohortState.SELECTING),
        running=make.cohort(programme, CohortState.RUNNING, **started),
        celebrated=make.cohort(programme, CohortState.CELEBRATED, **past),
        staff=make.staff(programme),
        administrator=make.administrator(programme),
    )
    for cohort in (shared.calling, shared.selecting, shared.running, shared.celebrated):
        add_questions(cohort, None, shared.staff)
    return shared


def _side(word: str, shared: Shared) -> Side:
    people: dict[str, User] = {
        "nobody": make.person(f"Nobody {word}"),
        "applicant": make.person(f"Applicant {word}"),
        "facilitator": make.person(f"Facilitator {word}"),
        "staff": shared.staff,
        "administrator": shared.administrator,
    }
    side = Side(word, people)
    rows = side.rows
    rows |= {
        "calling": shared.calling,
        "selecting": shared.selecting,
        "running": shared.running,
        "celebrated": shared.celebrated,
        "no_key": 1,
        "membership": shared.staff.staff_memberships.get(),
    }
    selection.applications(side, shared)
    selection.entry(side, shared)
    selection.reading(side, shared)
    _people_of_the_year(side, shared)
    safe_space.add(side)
    apologies.add(side)
    planning.add(side)
    _project(side)
    updates.add(side)
    posters.add(side)
    growing.add(side)
    team.add(side)
    selection.register(side, shared)
    registers.add(side, shared)
    _funder(side, shared)
    rows["mail"] = OutboundEmail.objects.create(
        key=f"{word}-mail",
        kind="offer",
        scope=shared.selecting.scope,
        to_email=people["applicant"].email,
        to_name=people["applicant"].name,
        subject="Your application",
        body=secret(side, "mail body"),
        state="held",
        message_id=f"<{word}@testserver>",
    )
    return side


def _people_of_the_year(side: Side, shared: Shared) -> None:
    rows, people, word = side.rows, side.people, side.word
    rows["set"] = make.learning_set(
        shared.running,
        name=f"Set {word}",
        facilitator=people["facilitator"],
        place=secret(side, "place of the set"),
    )
    rows["pioneer"] = make.pioneer(shared.running)
    rows["peer"] = make.pioneer(shared.running)
    people["pioneer"] = rows["pioneer"].person
    for member in (rows["pioneer"], rows["peer"]):
        make.member(rows["set"], member)
        member.person.name = f"{secret(side, f'member {member.pk}')} Member"
        member.person.save(update_fields=["name"])
        Answer.objects.create(
            application=member.application,
            question=Question.objects.get(cohort=shared.running, key="access_needs"),
            text=secret(side, f"access needs {member.pk}"),
        )
    rows["workshop"] = make.session(shared.running)
    rows["meeting"] = make.session(
        rows["set"], online_link=f"https://meet.example/{secret(side, 'join link')}"
    )
    for session in (rows["workshop"], rows["meeting"]):
        for member in (rows["pioneer"], rows["peer"]):
            Attendance.objects.create(session=session, pioneer=member, recorded_by=shared.staff)
    rows["mentor"] = make.mentor(shared.programme)
    people["mentor"] = rows["mentor"].user
    rows["pairing"] = make.pairing(rows["pioneer"], rows["mentor"])
    mentoring.pairs(side, shared)
    rows["alumna"] = make.pioneer(shared.celebrated, state=PioneerState.COMPLETED)
    people["alumna"] = rows["alumna"].person
    calendar.add(side)


def _project(side: Side) -> None:
    rows = side.rows
    rows["project"] = project = make.project(
        rows["pioneer"], problem=secret(side, "problem of the project")
    )
    rows["measure"] = Measure.objects.create(
        project=project,
        name="Drinks before lunch",
        kind=MeasureKind.COUNT,
        direction=Direction.INCREASE,
    )
    rows["number"] = Observation.objects.create(
        measure=rows["measure"], on=clock.today() - timedelta(days=3), value=4
    )
    rows["line"] = Rebase.objects.create(
        measure=rows["measure"],
        on=clock.today(),
        reason=secret(side, "reason of the line"),
        made_by=rows["pioneer"].person,
    )
    rows["cycle"] = PdsaCycle.objects.create(
        project=project, number=1, title="Jugs on tables", started_on=clock.today()
    )
    rows["update"] = Update.objects.create(
        project=project,
        text=secret(side, "update of the project"),
        written_by=rows["pioneer"].person,
    )
    rows["photo"] = Photo(
        project=project, alt_text="A jug of squash", consent=True, added_by=rows["pioneer"].person
    )
    picture = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(picture, "JPEG")
    rows["photo"].image.save("photo.jpg", ContentFile(picture.getvalue()), save=False)
    rows["photo"].width, rows["photo"].height = 8, 6
    rows["photo"].save()
    rows["poster"] = Poster.objects.create(
        project=project,
        headline="More drinks",
        state=PosterState.SUBMITTED,
        declared=True,
        submitted_at=clock.now(),
        **dict.fromkeys(("results", "learning", "what_did_not_work", "next_steps"), "We drank."),
    )
    done = make.project(rows["alumna"])
    rows["alumna_project"] = done
    Poster.objects.create(
        project=done,
        headline="A quieter night",
        state=PosterState.APPROVED,
        approved_at=clock.now(),
        approved_by=side.people["staff"],
    )
    rows["poster_document"] = _document("poster_a4", project, side.people["pioneer"])


def _document(kind: str, subject: Any, by: User) -> Document:
    """One that is ready, as the worker leaves it."""
    document = Document(
        kind=kind,
        subject_id=str(subject.pk),
        fingerprint="x" * 64,
        title=f"{kind} of {subject}",
        state=DocumentState.READY,
        requested_by=by,
    )
    document.file.save("document.pdf", ContentFile(b"%PDF-1.7 tests"))
    return document


def _funder(side: Side, shared: Shared) -> None:
    rows, people = side.rows, side.people
    rows["funder"] = make.funder(f"Funder of {side.word}")
    people["funder"] = make.funder_contact(rows["funder"])
    rows["contact"] = rows["funder"].contacts.get()
    for cohort in (shared.calling, shared.running):
        rows["funding"] = Funding.objects.create(
            cohort=cohort, funder=rows["funder"], places=5, credit_line="Supported by us"
        )
    rows["summary"] = FunderSummary.objects.create(
        programme=shared.programme,
        funder=rows["funder"],
        title=secret(side, "summary of the funder"),
        figures={"cohorts": [], "headline": [], "sessions": [], "tables": []},
        issued_by=shared.administrator,
    )
    rows["summary_document"] = _document("funder_summary", rows["summary"], shared.administrator)
