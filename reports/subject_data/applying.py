"""What pioneers holds of applications: the applicant's own, and what others did with them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from cohorts.enums import CareSetting, JobRole
from core.templatetags.words import day
from pioneers.enums import ApplicationState
from pioneers.letters import reason_told
from pioneers.models import (
    Answer,
    Application,
    Assignment,
    CallInterest,
    ConflictOfInterest,
    Invitation,
    ReleaseAgreement,
    Review,
    Reviewer,
    SavedView,
    Score,
)
from reports.subject_data.kept import (
    CONFIDENCE,
    OTHERS,
    SYSTEM,
    TWICE,
    YOURS,
    Column,
    Kept,
    Section,
    add,
    add_impersonal,
    address,
    labels,
    person,
)

SENT = Q(submitted_at__isnull=False)


def _rules(row: Application) -> list[str]:
    words = {True: "yes", False: "no", None: "not answered"}
    return [
        f"{rule.question} {words[row.rules_answered[str(rule.pk)]]}"
        for rule in row.cohort.eligibility_rules.all()
        if str(rule.pk) in row.rules_answered
    ]


def _state(row: Application) -> str:
    return str(row.shown_state.label)


def _reason(row: Application) -> str:
    """As the letter says it, once that has gone."""
    return reason_told(row) if row.shown_state == ApplicationState.DECLINED else ""


def _dates(row: Any, name: str) -> list[str]:
    return [f"{what}: {day(date.fromisoformat(on))}" for what, on in getattr(row, name)]


add(
    Kept(
        CallInterest,
        Section.APPLICATIONS,
        "Calls you asked to be told of",
        address("email"),
        (
            *("programme", "email"),
            Column("role", "Role", value=lambda row: labels(JobRole, [row.role])),
            Column("setting", "Setting", value=lambda row: labels(CareSetting, [row.setting])),
            *("borough", "instead_of", "asked_at", "told_of", "stopped_at"),
        ),
    ),
    Kept(
        Invitation,
        Section.APPLICATIONS,
        "Invitations to apply",
        address("email"),
        (
            *("cohort", "email", "name", "deadline_at", "waives_eligibility"),
            *("made_at", "revoked_at"),
        ),
        {CONFIDENCE: "note", OTHERS: "made_by"},
    ),
    Kept(
        Application,
        Section.APPLICATIONS,
        "Your applications",
        person("applicant"),
        (
            "cohort",
            Column("state", "State", value=_state),
            *("name", "phone", "role", "years_in_role", "setting", "home", "home_as_typed"),
            *("borough", "manager_name", "manager_email", "facts_right", "facts_note"),
            Column("rules_answered", "Who may apply", value=_rules),
            "agrees_to_dates",
            Column("dates_agreed", "Dates", value=lambda row: _dates(row, "dates_agreed")),
            *("deadline_at", "deadline_set_at", "created_at", "changed_at", "submitted_at"),
            "amended_at",
            Column("told_at", "Told of the answer"),
            Column("decline_reason", "Reason", value=_reason),
            Column("offer_expires_at", "Offer to be answered by"),
            Column("hidden_words", "Words hidden from those who read without names"),
        ),
        {
            YOURS: "applicant",
            CONFIDENCE: "decision reserve_rank decided_at review_count median spread",
            OTHERS: "entered_by",
            TWICE: "invitation",
            SYSTEM: "revision",
        },
        # Until it is sent, what it says is its writer's alone.
        staff_may_give=SENT,
        lacking="one that is not sent",
        prefetch=("cohort__eligibility_rules",),
    ),
    Kept(
        Answer,
        Section.APPLICATIONS,
        "Your answers",
        person("application__applicant"),
        (
            Column("application", "For", path="application.cohort"),
            Column("question", "Question", path="question.text"),
            Column("text", "Answer"),
            "file",
        ),
        staff_may_give=Q(application__submitted_at__isnull=False),
        lacking="of an application that is not sent",
    ),
    Kept(
        ReleaseAgreement,
        Section.APPLICATIONS,
        "Your line manager’s agreement",
        person("application__applicant"),
        (
            Column("application", "For", path="application.cohort"),
            *("round", "state", "manager_name", "manager_email"),
            Column("dates", "Dates", value=lambda row: _dates(row, "dates")),
            *("asked_at", "chased_at", "answered_at"),
        ),
        {CONFIDENCE: "cover concern"},
    ),
    Kept(
        ReleaseAgreement,
        Section.ROLES,
        "What you agreed to as a line manager",
        address("manager_email"),
        (
            *("manager_name", "manager_email", "round", "state"),
            # Told to one programme's team, and about somebody else.
            Column("cover", "Who covers", only_you=True),
            Column("concern", "Concern", only_you=True),
            *("asked_at", "answered_at"),
        ),
        {OTHERS: "application dates", SYSTEM: "chased_at"},
    ),
    Kept(
        Review,
        Section.APPLICATIONS,
        "Readings of your applications",
        person("application__applicant"),
        (),
        {CONFIDENCE: "application reviewer note total reviewed_at"},
    ),
    Kept(
        Score,
        Section.APPLICATIONS,
        "Scores of your applications",
        person("review__application__applicant"),
        (),
        {CONFIDENCE: "review criterion value"},
    ),
    Kept(
        Assignment,
        Section.APPLICATIONS,
        "Who was asked to read your applications",
        person("application__applicant"),
        (),
        {OTHERS: "application reviewer assigned_at"},
    ),
    Kept(
        ConflictOfInterest,
        Section.APPLICATIONS,
        "Who does not read your applications",
        person("application__applicant"),
        (),
        {OTHERS: "application user reason declared_at"},
    ),
    Kept(
        Reviewer,
        Section.ROLES,
        "Cohorts you read applications for",
        person("user"),
        ("cohort", "joined_at", "left_at"),
        {YOURS: "user"},
    ),
    Kept(
        Assignment,
        Section.ROLES,
        "Applications you were asked to read",
        person("reviewer__user"),
        ("assigned_at", Column("application", "Of", path="application.cohort")),
        {YOURS: "reviewer"},
    ),
    Kept(
        Review,
        Section.ROLES,
        "Applications you read",
        person("reviewer"),
        ("reviewed_at", Column("application", "Of", path="application.cohort")),
        {YOURS: "reviewer", OTHERS: "note total"},
    ),
    Kept(
        Score,
        Section.ROLES,
        "Scores you gave",
        person("review__reviewer"),
        (),
        {OTHERS: "review criterion value"},
    ),
    Kept(
        ConflictOfInterest,
        Section.ROLES,
        "Applications you do not read",
        person("user"),
        ("declared_at", "reason"),
        {YOURS: "user", OTHERS: "application"},
    ),
    Kept(
        Invitation,
        Section.ROLES,
        "Invitations you made",
        person("made_by"),
        ("cohort", "made_at", "deadline_at"),
        {YOURS: "made_by", OTHERS: "email name note waives_eligibility revoked_at"},
    ),
    Kept(
        SavedView,
        Section.ROLES,
        "Lists you saved",
        person("made_by"),
        ("cohort", "name", "shared", "made_at"),
        {YOURS: "made_by", OTHERS: "query", SYSTEM: "columns"},
    ),
)
add_impersonal(
    SYSTEM,
    {
        "pioneers.EligibilityRule": "cohort question needs_yes explanation order",
        "pioneers.Question": "cohort key page text help_text kind choices required "
        "required_from frozen_from max_words shown_if shown_if_answer for_reviewers tells_who "
        "order retired",
        "pioneers.Criterion": "cohort title guidance weight optional order",
        "pioneers.SelectionPlan": "cohort blind reviews_each read_by disagreement offer_days "
        "promotes_by_itself targets",
    },
)
