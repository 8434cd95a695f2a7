"""What a cohort asks its applicants."""

from typing import Any

from django.urls import path, re_path

from pioneers.views import questions

COHORT = "staff/cohorts/<int:cohort_pk>/questions/"

urlpatterns: list[Any] = [
    path(COHORT, questions.Questions.as_view(), name="questions"),
    path(f"{COHORT}add/", questions.AddQuestion.as_view(), name="add_question"),
    path(f"{COHORT}preview/", questions.PreviewQuestions.as_view(), name="preview_questions"),
    path(f"{COHORT}<int:pk>/", questions.EditQuestion.as_view(), name="edit_question"),
    re_path(
        r"^staff/cohorts/(?P<cohort_pk>\d+)/questions/(?P<pk>\d+)/"
        r"(?P<what>up|down|page-up|page-down|retire|bring-back)/$",
        questions.ArrangeQuestion.as_view(),
        name="arrange_question",
    ),
]
