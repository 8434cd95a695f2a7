from django.urls import path

from workshops.views import sessions, staff_sets, timetable

app_name = "workshops"
COHORT = "staff/cohorts/<int:cohort_pk>/"

urlpatterns = [
    path(f"{COHORT}timetable/", timetable.Timetable.as_view(), name="timetable"),
    path(f"{COHORT}timetable/propose/", timetable.Propose.as_view(), name="propose_timetable"),
    path(f"{COHORT}timetable/publish/", timetable.Publish.as_view(), name="publish_timetable"),
    path(f"{COHORT}timetable/<int:pk>/", timetable.EditSession.as_view(), name="edit_session"),
    path(
        f"{COHORT}timetable/<int:pk>/cancel/",
        timetable.CancelSession.as_view(),
        name="cancel_session",
    ),
    path(f"{COHORT}sets/", staff_sets.StaffSets.as_view(), name="staff_sets"),
    path(f"{COHORT}sets/add/", staff_sets.AddSet.as_view(), name="add_set"),
    path(f"{COHORT}sets/fill/", staff_sets.FillSets.as_view(), name="fill_sets"),
    path(f"{COHORT}sets/<int:pk>/", staff_sets.ChangeSet.as_view(), name="change_set"),
    path(f"{COHORT}sets/move/<int:pk>/", staff_sets.MovePioneer.as_view(), name="move_pioneer"),
    path("sessions/", sessions.Sessions.as_view(), name="sessions"),
    path("sessions/<int:pk>/", sessions.SessionPage.as_view(), name="session"),
    path("sessions/<int:pk>/apologies/", sessions.Apologies.as_view(), name="apologies"),
    path(
        "sessions/<int:pk>/apologies/undo/",
        sessions.TakeBackApologies.as_view(),
        name="take_back_apologies",
    ),
    path("sessions/<int:pk>/register/", sessions.Register.as_view(), name="register"),
    path("sets/", sessions.LearningSets.as_view(), name="learning_sets"),
    path("sets/<int:pk>/", sessions.LearningSetPage.as_view(), name="learning_set"),
]
