"""Choosing the cohort, and answering an offer."""

from typing import Any

from django.urls import path

from pioneers.views import choosing, offers

urlpatterns: list[Any] = [
    path("offers/<str:token>/", offers.Offer.as_view(), name="offer"),
    path("applications/<int:pk>/accept/", offers.AcceptOffer.as_view(), name="accept_offer"),
    path("applications/<int:pk>/refuse/", offers.RefuseOffer.as_view(), name="refuse_offer"),
    path(
        "staff/cohorts/<int:cohort_pk>/decisions/",
        choosing.Decisions.as_view(),
        name="decisions",
    ),
    path(
        "staff/cohorts/<int:cohort_pk>/decisions/apply/",
        choosing.ApplyDecisions.as_view(),
        name="apply_decisions",
    ),
]
