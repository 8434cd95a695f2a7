"""Mentors, pairs, and that they met."""

from typing import Any

from django.urls import path

from pioneers.views import mentoring, mentors

COHORT = "staff/cohorts/<int:cohort_pk>/mentors/"

urlpatterns: list[Any] = [
    path("staff/mentors/", mentors.Mentors.as_view(), name="mentors"),
    path("staff/mentors/add/", mentors.AddMentor.as_view(), name="add_mentor"),
    path("staff/mentors/<int:pk>/", mentors.ChangeMentor.as_view(), name="change_mentor"),
    path("staff/mentors/<int:pk>/stop/", mentors.StopMentoring.as_view(), name="stop_mentoring"),
    path(COHORT, mentors.CohortMentors.as_view(), name="cohort_mentors"),
    path(f"{COHORT}suggest/", mentors.SuggestPairs.as_view(), name="suggest_pairs"),
    path(f"{COHORT}release/", mentors.ReleasePairs.as_view(), name="release_pairs"),
    path(f"{COHORT}ask/", mentors.AskQuiet.as_view(), name="ask_quiet_pairs"),
    path(f"{COHORT}suggested/<int:pk>/", mentors.ChooseMentor.as_view(), name="choose_mentor"),
    path(f"{COHORT}suggested/<int:pk>/drop/", mentors.DropProposal.as_view(), name="drop_proposal"),
    path("mentoring/", mentoring.Mentees.as_view(), name="mentees"),
    path("mentoring/<int:pk>/met/", mentoring.NoteMeeting.as_view(), name="note_meeting"),
    path("mentor/", mentoring.OwnMentor.as_view(), name="own_mentor"),
    path("we-met/<str:token>/", mentoring.WeMet.as_view(), name="we_met"),
]
