"""A side's rows of selection: applications, ways in, reading, and the register."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile

from cohorts.enums import CohortState
from core import clock, links
from core.models import (
    Merge,
)
from pioneers.criteria import add_criteria
from pioneers.enums import ApplicationState, Decision
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
from tests import factories as make
from tests.access.sides import Shared, Side, secret


def applications(side: Side, shared: Shared) -> None:
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
            note=secret(side, f"review note of the {name}"),
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
        concern=secret(side, "concern of the manager"),
        answered_at=clock.now(),
    )
    rows["release_token"] = links.create(
        "agree-release", release, expires_at=clock.now() + timedelta(days=9)
    )


def entry(side: Side, shared: Shared) -> None:
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


def reading(side: Side, shared: Shared) -> None:
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
        note=secret(side, "note of another reader"),
    )
    rows["conflict"] = ConflictOfInterest.objects.create(
        application=rows["to_read"], user=make.person(), reason="We are cousins"
    )


def register(side: Side, shared: Shared) -> None:
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
