from typing import Any

from django.urls import path, re_path

from pioneers.views import applying, front, mentoring, offers, people
from pioneers.views import selection as choosing

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
    path(
        "staff/cohorts/<int:cohort_pk>/applications/",
        choosing.StaffApplications.as_view(),
        name="staff_applications",
    ),
    path(
        "staff/applications/<int:application_pk>/",
        choosing.StaffApplication.as_view(),
        name="staff_application",
    ),
    path(
        "staff/applications/<int:application_pk>/decide/",
        choosing.DecideApplication.as_view(),
        name="decide_application",
    ),
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
    path("staff/mentors/", mentoring.Mentors.as_view(), name="mentors"),
    path("staff/mentors/add/", mentoring.AddMentor.as_view(), name="add_mentor"),
    path("mentoring/", mentoring.Mentees.as_view(), name="mentees"),
    path("mentoring/<int:pk>/met/", mentoring.NoteMeeting.as_view(), name="note_meeting"),
]

urlpatterns = applicants + selection
