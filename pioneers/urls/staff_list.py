"""The list of applications."""

from typing import Any

from django.urls import path

from pioneers.views import staff_list

urlpatterns: list[Any] = [
    path(
        "staff/cohorts/<int:cohort_pk>/applications/",
        staff_list.StaffApplications.as_view(),
        name="staff_applications",
    ),
]
