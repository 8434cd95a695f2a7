"""The list of applications, its views, and what is done with those that are chosen there."""

from typing import Any

from django.urls import path

from pioneers.views import exporting, staff_list, writing

LIST = "staff/cohorts/<int:cohort_pk>/applications/"
urlpatterns: list[Any] = [
    path(LIST, staff_list.StaffApplications.as_view(), name="staff_applications"),
    path(f"{LIST}views/keep/", staff_list.SaveView.as_view(), name="save_view"),
    path(f"{LIST}views/<int:pk>/", staff_list.SavedViewPage.as_view(), name="saved_view"),
    path(f"{LIST}views/<int:pk>/change/", staff_list.ChangeView.as_view(), name="change_view"),
    path(f"{LIST}views/<int:pk>/remove/", staff_list.RemoveView.as_view(), name="remove_view"),
    path(f"{LIST}write/", writing.WriteToThese.as_view(), name="write_to_applicants"),
    path(f"{LIST}ask-managers/", writing.AskManagers.as_view(), name="ask_managers_of"),
    path(f"{LIST}export/", exporting.ExportThese.as_view(), name="export_applications"),
]
