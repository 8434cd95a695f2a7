"""What the public and applicants use."""

from typing import Any

from django.urls import path, re_path

from pioneers.views import applying, front, own, sending

PAGES = {
    "you": (applying.YouPage, applying.SaveYou),
    "home": (applying.HomePage, applying.SaveHome),
    # One page for each heading of the cohort's questions: answers, answers-2, …
    r"answers[-\d]*": (applying.AnswersPage, applying.SaveAnswers),
    "dates": (applying.DatesPage, applying.SaveDates),
}

urlpatterns: list[Any] = [
    path("", front.Front.as_view(), name="front"),
    path("apply/<int:cohort_pk>/", front.CheckEligibility.as_view(), name="check_eligibility"),
    path(
        "apply/<int:cohort_pk>/start/", front.StartApplication.as_view(), name="start_application"
    ),
    path("applications/", own.Applications.as_view(), name="applications"),
    path("applications/<int:pk>/", own.OwnApplication.as_view(), name="application"),
    path(
        "applications/<int:pk>/withdraw/",
        own.WithdrawApplication.as_view(),
        name="withdraw_application",
    ),
    path(
        "applications/<int:pk>/files/<int:question_pk>/",
        own.AnswerFile.as_view(),
        name="answer_file",
    ),
    re_path(
        r"^applications/(?P<pk>\d+)/(?P<page>check)/$",
        sending.SendPage.as_view(),
        name="edit_application",
    ),
]
for name, (page, save) in PAGES.items():
    urlpatterns += [
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
