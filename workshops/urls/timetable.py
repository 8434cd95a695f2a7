from django.urls import path

from workshops.views import moving, timetable

COHORT = "staff/cohorts/<int:cohort_pk>/timetable/"

urlpatterns = [
    path(COHORT, timetable.Timetable.as_view(), name="timetable"),
    path(f"{COHORT}propose/", timetable.Propose.as_view(), name="propose_timetable"),
    path(f"{COHORT}publish/", timetable.Publish.as_view(), name="publish_timetable"),
    path(f"{COHORT}<int:pk>/", moving.EditSession.as_view(), name="edit_session"),
    path(f"{COHORT}<int:pk>/cancel/", moving.CancelSession.as_view(), name="cancel_session"),
]
