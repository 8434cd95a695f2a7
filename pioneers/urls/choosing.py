"""Choosing the cohort, offers and the reserve list, and answering an offer."""

from typing import Any

from django.urls import path

from pioneers.views import applying_decisions, choosing, offering, offers

BOARD = "staff/cohorts/<int:cohort_pk>/decisions/"
OFFERS = "staff/cohorts/<int:cohort_pk>/offers/"

urlpatterns: list[Any] = [
    path("offers/<str:token>/", offers.Offer.as_view(), name="offer"),
    path("applications/<int:pk>/accept/", offers.AcceptOffer.as_view(), name="accept_offer"),
    path("applications/<int:pk>/refuse/", offers.RefuseOffer.as_view(), name="refuse_offer"),
    path(BOARD, choosing.Decisions.as_view(), name="decisions"),
    path(BOARD + "<int:application_pk>/", choosing.DecideOnBoard.as_view(), name="decide_on_board"),
    path(BOARD + "propose/", choosing.ProposeOffers.as_view(), name="propose_offers"),
    path(BOARD + "wishes/", choosing.Wishes.as_view(), name="wishes"),
    path(BOARD + "apply/", applying_decisions.ApplyDecisions.as_view(), name="apply_decisions"),
    path(BOARD + "tell/", applying_decisions.ReleaseLetters.as_view(), name="release_letters"),
    path(OFFERS, offering.StaffOffers.as_view(), name="staff_offers"),
    path(OFFERS + "more-days/", offering.MoreDaysForAll.as_view(), name="more_days_for_all"),
    path(OFFERS + "close/", offering.ReleaseReserves.as_view(), name="release_reserves"),
    path(OFFERS + "<int:application_pk>/place/", offering.OfferPlace.as_view(), name="offer_place"),
    path(OFFERS + "<int:application_pk>/more-days/", offering.MoreDays.as_view(), name="more_days"),
    path(
        OFFERS + "<int:application_pk>/rank/",
        offering.MoveInReserve.as_view(),
        name="move_in_reserve",
    ),
]
