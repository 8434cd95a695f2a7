from django.urls import path

from workshops.views import attendance

COHORT = "staff/cohorts/<int:cohort_pk>/attendance/"

urlpatterns = [
    path(COHORT, attendance.CohortAttendance.as_view(), name="cohort_attendance"),
    path(f"{COHORT}rule/", attendance.ChangeCompletion.as_view(), name="change_completion"),
    path("sets/<int:pk>/attendance/", attendance.SetAttendance.as_view(), name="set_attendance"),
]
