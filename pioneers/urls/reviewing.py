"""Reading applications, and preparing that they are read."""

from typing import Any

from django.urls import path, re_path

from pioneers.views import preparing, reading, redaction, reviewing

COHORT = "staff/cohorts/<int:cohort_pk>/reading/"
READING = "reading/cohorts/<int:cohort_pk>/"

urlpatterns: list[Any] = [
    path(
        "staff/applications/<int:application_pk>/",
        reviewing.StaffApplication.as_view(),
        name="staff_application",
    ),
    path(
        "staff/applications/<int:application_pk>/decide/",
        reviewing.DecideApplication.as_view(),
        name="decide_application",
    ),
    path(
        "staff/applications/<int:application_pk>/hide-words/",
        redaction.HideWords.as_view(),
        name="hide_words",
    ),
    path("reading/", reading.Reading.as_view(), name="reading"),
    path(
        "reading/<int:application_pk>/",
        reading.ReadApplication.as_view(),
        name="read_application",
    ),
    path("reading/<int:application_pk>/keep/", reading.Keep.as_view(), name="keep_reading"),
    path(
        "reading/<int:application_pk>/conflict/",
        reading.DeclareConflict.as_view(),
        name="declare_conflict",
    ),
    path(f"{READING}next/", reading.ReadNext.as_view(), name="read_next"),
    path(f"{READING}connections/", reading.Connections.as_view(), name="connections"),
    path(COHORT, preparing.Preparing.as_view(), name="prepare_reading"),
    path(f"{COHORT}plan/", preparing.ChangePlan.as_view(), name="reading_plan"),
    path(f"{COHORT}criteria/add/", preparing.AddCriterion.as_view(), name="add_criterion"),
    path(f"{COHORT}criteria/<int:pk>/", preparing.EditCriterion.as_view(), name="edit_criterion"),
    re_path(
        r"^staff/cohorts/(?P<cohort_pk>\d+)/reading/criteria/(?P<pk>\d+)/"
        r"(?P<what>up|down|remove)/$",
        preparing.ArrangeCriterion.as_view(),
        name="arrange_criterion",
    ),
    path(f"{COHORT}reviewers/add/", preparing.AddReviewer.as_view(), name="add_reviewer"),
    path(f"{COHORT}reviewers/<int:pk>/end/", preparing.EndReviewer.as_view(), name="end_reviewer"),
    path(f"{COHORT}allot/", preparing.Allot.as_view(), name="allot"),
    path(
        f"{COHORT}conflicts/<int:pk>/take-back/",
        preparing.TakeBackConflict.as_view(),
        name="take_back_conflict",
    ),
    path(f"{COHORT}disagreements/", preparing.Disagreements.as_view(), name="disagreements"),
]
