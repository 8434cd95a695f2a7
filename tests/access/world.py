"""Two programmes and two of everything, so that each id has a counterpart to be swapped for.

A side is one person of every role with rows of their own. `ours` and `neighbours` share a
programme and its cohorts; `theirs` is another programme.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from cohorts.enums import CohortState
from cohorts.models import Cohort, Funding, Programme
from core import clock, links
from core.models import (
    ConsentText,
    Document,
    DocumentState,
    Heartbeat,
    Merge,
    OutboundEmail,
    User,
)
from pioneers.criteria import add_criteria
from pioneers.enums import ApplicationState, Decision, PioneerState
from pioneers.models import (
    Answer,
    Assignment,
    CallInterest,
    ConflictOfInterest,
    EligibilityRule,
    Invitation,
    Question,
    RegisterImport,
    RegisterUpload,
    ReleaseAgreement,
    Review,
    Reviewer,
    SavedView,
    Successor,
)
from pioneers.questions import add_questions
from qi_projects.enums import Direction, MeasureKind, PosterState
from qi_projects.models import Measure, Observation, PdsaCycle, Photo, Poster, Update
from reports.models import FunderSummary
from tests import factories as make
from workshops.models import Attendance

ROLES = (
    "anonymous",
    "nobody",
    "applicant",
    "pioneer",
    "alumna",
    "mentor",
    "reviewer",
    "facilitator",
    "funder",
    "staff",
    "administrator",
    "staff_elsewhere",
)


@dataclass
class Shared:
    """What the people of one programme have in common."""

    programme: Programme
    calling: Cohort
    selecting: Cohort
    running: Cohort
    celebrated: Cohort
    staff: User
    administrator: User


@dataclass
class Side:
    """One person of each role; `rows` names the rows by what the matrix calls them."""

    word: str
    people: dict[str, User]
    rows: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)


@dataclass
class World:
    ours: Side
    neighbours: Side
    theirs: Side
    sessions: dict[str, str] = field(default_factory=dict)

    def person(self, role: str, side: Side | None = None) -> User | None:
        side = side or self.ours
        if role == "staff_elsewhere":
            return (self.ours if side is self.theirs else self.theirs).people["staff"]
        return side.people.get(role)

    def client(self, role: str, side: Side | None = None) -> Client:
        """A browser in which that person has signed in."""
        side = side or self.ours
        client = Client()
        user = self.person(role, side)
        if user is not None:
            key = f"{side.word}/{role}"
            if key not in self.sessions:
                client.force_login(user)
                self.sessions[key] = client.cookies["sessionid"].value
            client.cookies["sessionid"] = self.sessions[key]
        return client


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
    _applications(side, shared)
    _entry(side, shared)
    _reading(side, shared)
    _people_of_the_year(side, shared)
    _project(side)
    _register(side, shared)
    _funder(side, shared)
    rows["mail"] = OutboundEmail.objects.create(
        key=f"{word}-mail",
        kind="offer",
        scope=shared.selecting.scope,
        to_email=people["applicant"].email,
        to_name=people["applicant"].name,
        subject="Your application",
        body=_secret(side, "mail body"),
        state="held",
        message_id=f"<{word}@testserver>",
    )
    return side


def _secret(side: Side, what: str) -> str:
    """A string that stands nowhere else: wherever it is read, `what` has leaked."""
    side.secrets[what] = f"canary-{what.replace(' ', '-')}-{side.word}-end"
    return side.secrets[what]


def _applications(side: Side, shared: Shared) -> None:
    applicant = side.people["applicant"]
    rows = side.rows
    rows["draft"] = make.application(shared.calling, ApplicationState.DRAFT, applicant=applicant)
    rows["file_question"] = Question.objects.create(
        cohort=shared.calling, key=f"file-{side.word}", text="Your certificate", kind="file"
    )
    Answer(
        application=rows["draft"], question=rows["file_question"], text="certificate.pdf"
    ).file.save("certificate.pdf", ContentFile(b"%PDF-1.7 tests"))
    rows["offered"] = make.application(
        shared.selecting,
        ApplicationState.OFFERED,
        applicant=applicant,
        offer_expires_at=clock.now() + timedelta(days=9),
    )
    rows["submitted"] = make.application(
        shared.selecting,
        name=f"Submitted {side.word}",
        decision=Decision.DECLINE,
        decline_reason="too_thin",
    )
    for name in ("draft", "submitted"):
        Review.objects.create(
            application=rows[name] if name == "submitted" else rows["offered"],
            reviewer=shared.administrator,
            note=_secret(side, f"review note of the {name}"),
        )
    rows["saved_view"] = SavedView.objects.create(
        cohort=shared.selecting,
        name=f"View of {side.word}",
        query="role=manager",
        shared=True,
        made_by=side.people["staff"],
    )
    rows["person"] = applicant
    twice = [make.application(shared.calling).applicant for _ in range(2)]
    rows["merge"] = Merge.objects.create(
        stays=twice[0], goes=twice[1], proposed_by=shared.administrator
    )
    rows["token"] = links.create(
        "answer-offer",
        rows["offered"],
        person=applicant,
        expires_at=clock.now() + timedelta(days=9),
    )
    release = ReleaseAgreement.objects.create(
        application=rows["offered"],
        state="concern",
        manager_email="ruth@provider.example",
        concern=_secret(side, "concern of the manager"),
        answered_at=clock.now(),
    )
    rows["release_token"] = links.create(
        "agree-release", release, expires_at=clock.now() + timedelta(days=9)
    )


def _entry(side: Side, shared: Shared) -> None:
    """The ways in beside the open call."""
    rows, until = side.rows, clock.now() + timedelta(days=25)
    rows["rule"] = EligibilityRule.objects.create(
        cohort=shared.calling, question="Has your home a manager?", explanation="It needs one."
    )
    rows["invitation"] = Invitation.objects.create(
        cohort=shared.calling,
        email=f"invited-{side.word}@homes.example",
        deadline_at=until,
        made_by=shared.staff,
    )
    rows["entered"] = make.application(
        shared.calling, ApplicationState.DRAFT, entered_by=shared.staff
    )
    resumed = make.application(shared.calling, ApplicationState.DRAFT)
    interest = CallInterest.objects.create(
        programme=shared.programme, email=f"waits-{side.word}@homes.example"
    )
    rows["invitation_token"] = links.create(
        "enter-by-invitation", rows["invitation"], expires_at=until
    )
    rows["resume_token"] = links.create(
        "resume-draft", resumed, person=resumed.applicant, expires_at=until
    )
    rows["stop_token"] = links.create("stop-next-call", interest, expires_at=until)


def _reading(side: Side, shared: Shared) -> None:
    """A cohort of the side's own, so that its reviewer reads nothing of the neighbours."""
    rows = side.rows
    rows["reading_cohort"] = make.cohort(shared.programme, CohortState.SELECTING)
    add_criteria(rows["reading_cohort"], None, shared.staff)
    rows["criterion"] = rows["reading_cohort"].criteria.last()
    rows["to_read"] = make.application(rows["reading_cohort"], name=f"To read {side.word}")
    side.people["reviewer"] = make.person(f"Reviewer {side.word}")
    rows["reviewer"] = Reviewer.objects.create(
        cohort=rows["reading_cohort"], user=side.people["reviewer"]
    )
    Assignment.objects.create(application=rows["to_read"], reviewer=rows["reviewer"])
    Review.objects.create(
        application=rows["to_read"],
        reviewer=shared.administrator,
        note=_secret(side, "note of another reader"),
    )
    rows["conflict"] = ConflictOfInterest.objects.create(
        application=rows["to_read"], user=make.person(), reason="We are cousins"
    )


def _people_of_the_year(side: Side, shared: Shared) -> None:
    rows, people, word = side.rows, side.people, side.word
    rows["set"] = make.learning_set(
        shared.running,
        name=f"Set {word}",
        facilitator=people["facilitator"],
        place=_secret(side, "place of the set"),
    )
    rows["pioneer"] = make.pioneer(shared.running)
    rows["peer"] = make.pioneer(shared.running)
    people["pioneer"] = rows["pioneer"].person
    for member in (rows["pioneer"], rows["peer"]):
        make.member(rows["set"], member)
        member.person.name = f"{_secret(side, f'member {member.pk}')} Member"
        member.person.save(update_fields=["name"])
        Answer.objects.create(
            application=member.application,
            question=Question.objects.get(cohort=shared.running, key="access_needs"),
            text=_secret(side, f"access needs {member.pk}"),
        )
    rows["workshop"] = make.session(shared.running)
    rows["meeting"] = make.session(
        rows["set"], online_link=f"https://meet.example/{_secret(side, 'join link')}"
    )
    for session in (rows["workshop"], rows["meeting"]):
        for member in (rows["pioneer"], rows["peer"]):
            Attendance.objects.create(session=session, pioneer=member, recorded_by=shared.staff)
    rows["mentor"] = make.mentor(shared.programme)
    people["mentor"] = rows["mentor"].user
    rows["pairing"] = make.pairing(rows["pioneer"], rows["mentor"])
    rows["alumna"] = make.pioneer(shared.celebrated, state=PioneerState.COMPLETED)
    people["alumna"] = rows["alumna"].person


def _project(side: Side) -> None:
    rows = side.rows
    rows["project"] = project = make.project(
        rows["pioneer"], problem=_secret(side, "problem of the project")
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
    rows["cycle"] = PdsaCycle.objects.create(
        project=project, number=1, title="Jugs on tables", started_on=clock.today()
    )
    Update.objects.create(
        project=project,
        text=_secret(side, "update of the project"),
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


def _register(side: Side, shared: Shared) -> None:
    """A home that left the register, one that may be the same place, and a file on its way in."""
    rows = side.rows
    rows["register_import"] = RegisterImport.objects.create(
        file_name="register.csv", imported_by=shared.staff.email
    )
    rows["home"] = rows["pioneer"].home
    rows["closed_home"] = make.care_home(missing_since=rows["register_import"])
    Successor.objects.create(old=rows["closed_home"], new=rows["home"], state="suggested")
    rows["register_file"] = RegisterUpload.objects.create(
        file_name="register.csv", uploaded_by=shared.staff, state="read"
    )


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
        title=_secret(side, "summary of the funder"),
        figures={"cohorts": [], "headline": [], "sessions": [], "tables": []},
        issued_by=shared.administrator,
    )
    rows["summary_document"] = _document("funder_summary", rows["summary"], shared.administrator)
