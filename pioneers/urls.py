from typing import Any

from django.urls import path, re_path

from pioneers.views import applying, front, offers

app_name = "pioneers"

PAGES = {
    "you": (applying.YouPage, applying.SaveYou),
    "home": (applying.HomePage, applying.SaveHome),
    "answers": (applying.AnswersPage, applying.SaveAnswers),
    "dates": (applying.DatesPage, applying.SaveDates),
}

# What the public and applicants use.
applicants: list[Any] = [
    path("", front.Front.as_view(), name="front"),
    path("apply/<int:cohort_pk>/", front.CheckEligibility.as_view(), name="check_eligibility"),
    path(
        "apply/<int:cohort_pk>/start/", front.StartApplication.as_view(), name="start_application"
    ),
    path("applications/", applying.Applications.as_view(), name="applications"),
    path("applications/<int:pk>/", applying.OwnApplication.as_view(), name="application"),
    path(
        "applications/<int:pk>/withdraw/",
        applying.WithdrawApplication.as_view(),
        name="withdraw_application",
    ),
    re_path(
        r"^applications/(?P<pk>\d+)/(?P<page>check)/$",
        applying.CheckPage.as_view(),
        name="edit_application",
    ),
]
for name, (page, save) in PAGES.items():
    applicants += [
        re_path(
            rf"^applications/(?P<pk>\d+)/(?P<page>{name})/$",
            page.as_view(),
            name="edit_application",
        ),
        re_path(
            rf"^applications/(?P<pk>\d+)/(?P<page>{name})/save/$",
            save.as_view(),
            name="save_application",
        ),
    ]

# What staff, mentors and those who were offered a place use.
selection: list[Any] = [
    path("offers/<str:token>/", offers.Offer.as_view(), name="offer"),
    path("applications/<int:pk>/accept/", offers.AcceptOffer.as_view(), name="accept_offer"),
    path("applications/<int:pk>/refuse/", offers.RefuseOffer.as_view(), name="refuse_offer"),
]

urlpatterns = applicants + selection
