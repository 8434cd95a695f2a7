"""Reads for the applicant. Nothing here touches decisions, scores or ranks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from cohorts.models import Cohort
from core.kept_queries import SOMETHING, KeptQuery, stand_ins
from pioneers.asking import asked, in_words
from pioneers.models import Answer, Application, Question
from pioneers.selectors.staff import for_reader, readable

COHORT = stand_ins(3)[2]


def for_applicant(user: Any) -> QuerySet[Application]:
    """Rows of the applicant's pages; staff may know that one is there, the rule refuses them."""
    return (
        Application.objects.visible_to(user)
        .select_related(
            "cohort__programme", "home__borough", "borough", "applicant", "invitation", "entered_by"
        )
        .prefetch_related("cohort__eligibility_rules")
    )


def own(user: Any) -> QuerySet[Application]:
    return Application.objects.own(user).select_related("cohort__programme", "home")


def own_of(user: Any, cohort: Cohort) -> Application | None:
    return Application.objects.own(user).filter(cohort=cohort).first()


def questions_of(cohort: Cohort) -> list[Question]:
    """In the order of the form, those that are no longer asked among them."""
    return list(Question.objects.filter(cohort=cohort))


def answers_of(application: Application) -> dict[str, str]:
    """{question's key: what was typed}."""
    return dict(Answer.objects.filter(application=application).values_list("question__key", "text"))


def files_of(application: Application) -> dict[str, Answer]:
    """{question's key: the answer that is a file}."""
    rows = Answer.objects.filter(application=application).exclude(file="")
    return {row.question.key: row for row in rows.select_related("question")}


def answer_files(user: Any) -> QuerySet[Answer]:
    """Files of one's own, and of the applications that one reads as staff or reviewer."""
    if not user.is_authenticated:
        return Answer.objects.none()
    rows = Answer.objects.filter(
        Q(application__applicant=user)
        | Q(application__in=readable(user))
        | Q(application__in=for_reader(user))
    ).exclude(file="")
    return rows.select_related("application__cohort__programme", "question")


@dataclass(frozen=True)
class Read:
    """One answer as somebody reads it; of a file, `text` is its name."""

    question: Question
    text: str
    is_file: bool = False


def read_answers(
    application: Application, *, reviewing: bool = False, blind: bool = False
) -> list[Read]:
    """The questions that this applicant was asked, with what they answered.

    `reviewing` leaves out what reviewers do not see, `blind` what may tell who it is. A question
    that hung on an answer which has changed since is no longer asked, so it is not read either;
    one that staff retired still is, where it was answered.
    """
    ids = {SOMETHING: application.pk, COHORT: application.cohort_id}
    questions: list[Any] = list(_questions_and_answers()(ids))
    texts = {question.key: question.typed or "" for question in questions}
    shown = {question.pk for question in asked(questions, texts)}
    return [
        Read(question, in_words(question, texts[question.key]), bool(question.file))
        for question in questions
        if (question.pk in shown or (question.retired and texts[question.key]))
        and not (reviewing and not question.for_reviewers)
        and not (blind and question.tells_who)
    ]


@cache
def _questions_and_answers() -> KeptQuery:
    """Each question with the one answer that the application gave, where it gave any."""
    given = FilteredRelation("answers", condition=Q(answers__application=SOMETHING))
    rows = Question.objects.filter(cohort=COHORT).alias(given=given)
    return KeptQuery(rows.annotate(typed=F("given__text"), file=F("given__file")))


def newest_earlier(application: Application) -> Application | None:
    """The same person's newest application to an earlier cohort, as it was sent."""
    return earlier_of(application.applicant, application.cohort)


def earlier_of(person: Any, cohort: Cohort, *, reader: Any = None) -> Application | None:
    """The newest sent to another cohort; with `reader`, of those that this member of staff sees."""
    rows = Application.objects.all() if reader is None else readable(reader)
    return (
        rows.filter(applicant=person, submitted_at__isnull=False)
        .exclude(cohort=cohort)
        .select_related("cohort", "home__borough", "home__succeeded_by__borough", "borough")
        .order_by("-submitted_at")
        .first()
    )
