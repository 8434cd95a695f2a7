"""Pioneers and mentors."""

from typing import Any

from django.urls import path, re_path

from pioneers.views import people

urlpatterns: list[Any] = [
    path(
        "staff/cohorts/<int:cohort_pk>/pioneers/",
        people.StaffPioneers.as_view(),
        name="staff_pioneers",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/pioneers/<int:pk>/mentor/",
        people.PairPioneer.as_view(),
        name="pair_pioneer",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/pioneers/<int:pk>/mentor/end/",
        people.EndPairing.as_view(),
        name="end_pairing",
    ),
    re_path(
        r"^staff/cohorts/(?P<cohort_pk>\d+)/pioneers/(?P<pk>\d+)/(?P<change>pause|withdraw|return)/$",
        people.ChangePlace.as_view(),
        name="change_place",
    ),
]
