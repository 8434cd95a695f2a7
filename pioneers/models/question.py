from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from cohorts.models import Cohort
from pioneers.enums import QuestionKind
from pioneers.models.application import Application


class Question(models.Model):
    """One question that a cohort asks its applicants.

    The answer to every kind is text: of several choices one on each line, of a file its name.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=40)
    page = models.CharField(
        "heading of the page it is on", max_length=60, default="Your answers", blank=False
    )
    text = models.CharField(max_length=300)
    help_text = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=8, choices=QuestionKind, default=QuestionKind.LONG)
    choices = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=True)
    # A required question may become so later ("by the first day we need …"), and be frozen.
    required_from = models.DateField(null=True, blank=True)
    frozen_from = models.DateField(null=True, blank=True)
    max_words = models.PositiveSmallIntegerField(null=True, blank=True)
    shown_if = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="opens"
    )
    shown_if_answer = models.CharField(max_length=200, blank=True)
    for_reviewers = models.BooleanField("reviewers see the answer", default=True)
    # Such as "Which home do you know best?": hidden from blind reviewers, like name and home.
    tells_who = models.BooleanField("the answer may tell who it is", default=False)
    order = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField("no longer asked", default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "key"], name="one_question_per_key"),
            models.CheckConstraint(
                condition=Q(shown_if__isnull=True) | ~Q(shown_if=models.F("id")),
                name="question_does_not_depend_on_itself",
                violation_error_message="A question cannot depend on its own answer.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: Any) -> AnswerQuerySet:
        return self.filter(application__in=Application.objects.visible_to(user))


class Answer(models.Model):
    """What an applicant typed for one question, as typed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    # A file's name is the text; its bytes are here, served only to those who may read the answer.
    file = models.FileField(upload_to="answers/%Y/", blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question"], name="one_answer_per_question"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
