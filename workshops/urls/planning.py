from django.urls import path

from workshops.views import composer, planning

TIMETABLE = "staff/cohorts/<int:cohort_pk>/timetable/"
COMPOSE = "staff/cohorts/<int:cohort_pk>/sets/compose/"

urlpatterns = [
    path(f"{TIMETABLE}wishes/", planning.Wishes.as_view(), name="timetable_wishes"),
    path(
        f"{TIMETABLE}<int:pk>/another-day/", planning.MoveProposed.as_view(), name="move_proposed"
    ),
    path(COMPOSE, composer.Composer.as_view(), name="compose_sets"),
    path(f"{COMPOSE}change/", composer.ChangeDraft.as_view(), name="change_draft"),
    path(f"{COMPOSE}make-it-so/", composer.MakeItSo.as_view(), name="make_it_so"),
    path(f"{COMPOSE}discard/", composer.DiscardDraft.as_view(), name="discard_draft"),
    path(f"{COMPOSE}apart/", composer.KeepTwoApart.as_view(), name="keep_apart"),
    path(f"{COMPOSE}apart/<int:pk>/end/", composer.NoLongerApart.as_view(), name="no_longer_apart"),
    path(f"{COMPOSE}facilitators/", composer.FacilitatorsDays.as_view(), name="facilitator_days"),
]
