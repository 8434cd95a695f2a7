from django.urls import path

from workshops.views import sessions, staff_sets

COHORT = "staff/cohorts/<int:cohort_pk>/sets/"

urlpatterns = [
    path(COHORT, staff_sets.StaffSets.as_view(), name="staff_sets"),
    path(f"{COHORT}add/", staff_sets.AddSet.as_view(), name="add_set"),
    path(f"{COHORT}fill/", staff_sets.FillSets.as_view(), name="fill_sets"),
    path(f"{COHORT}<int:pk>/", staff_sets.ChangeSet.as_view(), name="change_set"),
    path(f"{COHORT}move/<int:pk>/", staff_sets.MovePioneer.as_view(), name="move_pioneer"),
    path("sets/", sessions.LearningSets.as_view(), name="learning_sets"),
    path("sets/<int:pk>/", sessions.LearningSetPage.as_view(), name="learning_set"),
]
