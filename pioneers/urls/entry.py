"""Ways in beside the open call: who may apply, invitations, typing it in, deadlines, links."""

from typing import Any

from django.urls import path, re_path

from pioneers.views import eligibility, entering, invitations, next_call, resuming

COHORT = "staff/cohorts/<int:cohort_pk>"
ONE = "staff/applications/<int:application_pk>"

urlpatterns: list[Any] = [
    path("next-call/", next_call.AskNextCall.as_view(), name="next_call"),
    path("next-call/stop/<str:token>/", next_call.StopNextCall.as_view(), name="stop_next_call"),
    path("invitations/<str:token>/", invitations.UseInvitation.as_view(), name="invitation"),
    path("drafts/<str:token>/", resuming.Resume.as_view(), name="resume"),
    path(f"{COHORT}/eligibility/", eligibility.Rules.as_view(), name="eligibility"),
    path(f"{COHORT}/eligibility/<int:pk>/", eligibility.EditRule.as_view(), name="edit_rule"),
    re_path(
        r"^staff/cohorts/(?P<cohort_pk>\d+)/eligibility/(?P<pk>\d+)/(?P<what>up|remove)/$",
        eligibility.ArrangeRule.as_view(),
        name="arrange_rule",
    ),
    path(f"{COHORT}/invitations/", invitations.Invitations.as_view(), name="invitations"),
    re_path(
        r"^staff/cohorts/(?P<cohort_pk>\d+)/invitations/(?P<pk>\d+)/(?P<what>resend|revoke)/$",
        invitations.ChangeInvitation.as_view(),
        name="change_invitation",
    ),
    path(f"{COHORT}/enter/", entering.EnterApplication.as_view(), name="enter_application"),
    path(f"{ONE}/entered/", entering.EnteredApplication.as_view(), name="entered_application"),
    path(f"{ONE}/deadline/", entering.MoveDeadline.as_view(), name="move_deadline"),
    path(f"{ONE}/person/", entering.MoveApplication.as_view(), name="move_application"),
]
