"""How two records of one person are joined, where both applied, took part, mentor or read."""

from __future__ import annotations

from typing import Any

from core import audit, clock, merging
from core.merging import Choice, Joining, Rule, add_afterwards, add_rule
from pioneers import reminders
from pioneers.enums import HOLDS_A_PLACE, ApplicationState, PioneerState
from pioneers.models import (
    Answer,
    Application,
    Assignment,
    Mentor,
    Pairing,
    Pioneer,
    Question,
    ReleaseAgreement,
    Review,
    Reviewer,
)
from pioneers.services import offers

# Of two applications to one cohort, the one that has come further stays.
FURTHEST = [
    ApplicationState.CONFIRMED,
    ApplicationState.OFFERED,
    ApplicationState.RESERVE,
    ApplicationState.SUBMITTED,
    ApplicationState.LAPSED,
    ApplicationState.DECLINED,
    ApplicationState.DRAFT,
    ApplicationState.WITHDRAWN,
]
CHOSEN = (
    "name",
    "phone",
    "role",
    "years_in_role",
    "setting",
    "home",
    "home_as_typed",
    "borough",
    "manager_name",
    "manager_email",
)


def further(theirs: Application, ours: Application) -> tuple[Application, Application]:
    """(the one that stays, the other); between equals the stayer's own."""
    if FURTHEST.index(theirs.state) < FURTHEST.index(ours.state):  # type: ignore[arg-type]
        return theirs, ours
    return ours, theirs


def application_words(theirs: Application, ours: Application) -> str:
    stays, other = further(theirs, ours)
    return (
        f"Both applied to {ours.cohort}. The application that is “{stays.get_state_display()}” "
        f"stays. The other (“{other.get_state_display()}”) is kept whole with the closed record, "
        "as withdrawn."
    )


def application_choices(theirs: Application, ours: Application) -> list[Choice]:
    """Whatever the two say differently, with the answers to the cohort's questions.

    What a draft says is its writer's own until it is sent: it is never shown to choose from. Two
    drafts fill each other's gaps; into what was sent, nothing of a draft is taken.
    """
    drafts = [ours.is_draft, theirs.is_draft]
    side = "goes" if further(theirs, ours)[0] is theirs else "stays"
    said = [
        (name, _label(name), _shown(ours, name), _shown(theirs, name))
        for name in CHOSEN
        if getattr(ours, _column(name)) != getattr(theirs, _column(name))
    ]
    mine, others = _answers(ours), _answers(theirs)
    for question in Question.objects.filter(cohort=ours.cohort_id):
        texts = [answers.get(question.pk, "") for answers in (mine, others)]
        if texts[0] != texts[1]:
            said.append((f"answer.{question.pk}", question.text, texts[0], texts[1]))
    return [
        Choice(
            f"application.{ours.cohort_id}.{name}",
            f"{ours.cohort}: {label}",
            here,
            there,
            takes=side
            if (here and there) or any(drafts) != all(drafts)
            else ("stays" if here else "goes"),
            private=any(drafts),
        )
        for name, label, here, there in said
    ]


def _column(name: str) -> str:
    return Application._meta.get_field(name).attname  # type: ignore[union-attr]


def _label(name: str) -> str:
    return str(Application._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _shown(application: Application, name: str) -> Any:
    shown = getattr(application, f"get_{name}_display", None)
    value = shown() if shown else getattr(application, name)
    return "" if value is None else str(value)


def _answers(application: Application) -> dict[int, str]:
    return dict(Answer.objects.filter(application=application).values_list("question_id", "text"))


def one_application(theirs: Application, ours: Application, joining: Joining) -> None:
    stays, other = further(theirs, ours)
    chosen = [
        (choice.key.split(".", 2)[2], joining.takes(choice))
        for choice in application_choices(theirs, ours)
    ]
    side = "goes" if stays is theirs else "stays"
    if stays is theirs:
        joining.swap(theirs, ours, "applicant")
    taken = [name for name, takes in chosen if takes != side]
    _take(stays, other, taken, joining)
    merging.move(ReleaseAgreement._meta.get_field("application"), stays, other, joining)
    _set_aside(other, stays, joining)


def _take(stays: Application, other: Application, taken: list[str], joining: Joining) -> None:
    """The chosen words of the other; what stood there before is noted with the merge."""
    fields = [name for name in taken if not name.startswith("answer.")]
    for name in fields:
        joining.keep_values(stays, **{name: getattr(stays, name)})
        setattr(stays, name, getattr(other, name))
    if fields:
        stays.revision += 1
        stays.save(update_fields=[*fields, "revision"])
    for name in set(taken) - set(fields):
        question = int(name.removeprefix("answer."))
        wanted = Answer.objects.filter(application=other, question=question).first()
        answer, made = Answer.objects.get_or_create(application=stays, question_id=question)
        if not made:
            joining.keep_values(answer, text=answer.text, file=answer.file.name or "")
        answer.text, answer.file = (wanted.text, wanted.file.name) if wanted else ("", "")
        answer.save(update_fields=["text", "file"])


def _set_aside(other: Application, stays: Application, joining: Joining) -> None:
    was = other.state
    joining.keep_values(other, state=was, decision=other.decision, rank=other.reserve_rank)
    other.state = ApplicationState.WITHDRAWN
    other.save(update_fields=["state"])
    audit.record(
        "set aside application",
        other,
        by=joining.by,
        detail={"from": was, "joined_with": stays.pk},
    )
    reminders.cancel_for(other)
    offers.left(other)
    if was in HOLDS_A_PLACE:
        offers.place_freed(other.cohort)


# --- Places, mentors, readers -------------------------------------------------------------------
STAYS_FIRST = [
    PioneerState.COMPLETED,
    PioneerState.ACTIVE,
    PioneerState.PAUSED,
    PioneerState.WITHDRAWN,
]


def place_words(theirs: Pioneer, ours: Pioneer) -> str:
    return (
        f"Both have a place on {ours.cohort}. They become one place, with the sessions, mentors "
        "and projects of both; where both have a project, the second stays with the closed record."
    )


def one_place(theirs: Pioneer, ours: Pioneer, joining: Joining) -> None:
    """Applications are joined before: the place of the one that stayed stays, too."""
    of_stayer = Application.objects.filter(pioneer=theirs, applicant=joining.stays)
    better = STAYS_FIRST.index(theirs.state) < STAYS_FIRST.index(ours.state)  # type: ignore[arg-type]
    stays, other = ours, theirs
    if of_stayer.exists() or (better and theirs.application_id is None):
        joining.swap(theirs, ours, "person")
        stays, other = theirs, ours
    merging.move_all(stays, other, joining)
    joining.keep_values(other, state=other.state)
    if other.state != PioneerState.WITHDRAWN:
        was, other.state = other.state, PioneerState.WITHDRAWN
        other.save(update_fields=["state"])
        audit.record(
            "changed a Pioneer's state",
            other,
            by=joining.by,
            detail={"from": was, "to": other.state, "joined_with": stays.pk},
        )


def one_pairing(theirs: Pairing, ours: Pairing, joining: Joining) -> None:
    theirs.ended_on = max(clock.today(), theirs.started_on)
    theirs.save(update_fields=["ended_on"])


def one_mentor(theirs: Mentor, ours: Mentor, joining: Joining) -> None:
    merging.move_all(ours, theirs, joining)
    joining.keep_values(ours, capacity=ours.capacity, left_on=ours.left_on)
    joining.keep_values(theirs, capacity=theirs.capacity, left_on=theirs.left_on)
    ours.capacity = max(ours.capacity, theirs.capacity)
    ours.left_on = ours.left_on and theirs.left_on and max(ours.left_on, theirs.left_on)
    ours.save(update_fields=["capacity", "left_on"])
    theirs.left_on = theirs.left_on or clock.today()
    theirs.save(update_fields=["left_on"])


def mentor_words(theirs: Mentor, ours: Mentor) -> str:
    return f"Both mentor for {ours.programme}. The mentees of both are theirs from now on."


def one_reviewer(theirs: Reviewer, ours: Reviewer, joining: Joining) -> None:
    merging.move_all(ours, theirs, joining)
    joining.keep_values(ours, left_at=ours.left_at)
    joining.keep_values(theirs, left_at=theirs.left_at)
    if theirs.left_at is None:
        ours.left_at, theirs.left_at = None, clock.now()
    ours.save(update_fields=["left_at"])
    theirs.save(update_fields=["left_at"])


def reviewer_words(theirs: Reviewer, ours: Reviewer) -> str:
    return f"Both read for {ours.cohort}. What either was asked to read is one list from now on."


def one_assignment(theirs: Assignment, ours: Assignment, joining: Joining) -> None:
    joining.give_up(theirs)


def one_review(theirs: Review, ours: Review, joining: Joining) -> None:
    """One reader counts once: the newer scores stay, the older are noted with the merge."""
    older, newer = sorted((theirs, ours), key=lambda review: review.reviewed_at)
    joining.give_up(older)
    if newer is theirs:
        Review.objects.filter(pk=theirs.pk).update(reviewer=joining.stays)


def review_words(theirs: Review, ours: Review) -> str:
    return f"Both scored {ours.application.number}. The newer scores count; the older are noted."


def nobody_mentors_themselves(joining: Joining) -> None:
    own = Pairing.objects.filter(
        mentor__user=joining.stays, pioneer__person=joining.stays, ended_on__isnull=True
    )
    for pairing in own:
        one_pairing(pairing, pairing, joining)


add_rule(
    "pioneers.application.applicant",
    Rule(
        join=one_application,
        words=application_words,
        choices=application_choices,
        order=10,
        related=("cohort", "home", "borough"),
    ),
)
add_rule(
    "pioneers.pioneer.person", Rule(join=one_place, words=place_words, order=20, label="Places")
)
add_rule("pioneers.pairing.pioneer", Rule(join=one_pairing))
add_rule("pioneers.mentor.user", Rule(join=one_mentor, words=mentor_words))
add_rule("pioneers.reviewer.user", Rule(join=one_reviewer, words=reviewer_words))
add_rule("pioneers.assignment.reviewer", Rule(join=one_assignment))
add_rule("pioneers.review.reviewer", Rule(join=one_review, words=review_words))
add_afterwards(nobody_mentors_themselves)
