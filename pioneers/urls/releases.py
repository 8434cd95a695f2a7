"""A line manager's agreement: the page behind the link, the applicant's word, staff's list."""

from typing import Any

from django.urls import path

from pioneers.views import releases

STAFF = "staff/cohorts/<int:cohort_pk>/releases/"

urlpatterns: list[Any] = [
    path("release/<str:token>/", releases.Release.as_view(), name="release"),
    path(
        "applications/<int:pk>/manager/",
        releases.CorrectManager.as_view(),
        name="correct_manager",
    ),
    path(STAFF, releases.StaffReleases.as_view(), name="staff_releases"),
    path(STAFF + "chase/", releases.ChaseAll.as_view(), name="chase_managers"),
    path(
        STAFF + "<int:application_pk>/ask/",
        releases.AskManager.as_view(),
        name="ask_manager",
    ),
]
