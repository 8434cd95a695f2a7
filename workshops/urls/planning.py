from django.urls import path

from workshops.views import planning

TIMETABLE = "staff/cohorts/<int:cohort_pk>/timetable/"

urlpatterns = [
    path(f"{TIMETABLE}wishes/", planning.Wishes.as_view(), name="timetable_wishes"),
    path(
        f"{TIMETABLE}<int:pk>/another-day/", planning.MoveProposed.as_view(), name="move_proposed"
    ),
]
