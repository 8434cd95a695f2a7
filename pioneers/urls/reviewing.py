"""Reading applications."""

from typing import Any

from django.urls import path

from pioneers.views import reviewing

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
]
