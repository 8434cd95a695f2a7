from django.urls import path

from workshops.views import feedback, materials, own_actions

urlpatterns = [
    path("own-actions/", own_actions.OwnActions.as_view(), name="own_actions"),
    path(
        "own-actions/<uuid:pk>/",
        own_actions.ChangeOwnAction.as_view(),
        name="change_own_action",
    ),
    path(
        "own-actions/<uuid:pk>/save/",
        own_actions.SaveChangedOwnAction.as_view(),
        name="save_changed_own_action",
    ),
    path(
        "own-actions/<uuid:pk>/<slug:verb>/",
        own_actions.PressOwnAction.as_view(),
        name="press_own_action",
    ),
    path(
        "sets/<int:pk>/own-action/", own_actions.WriteOwnAction.as_view(), name="write_own_action"
    ),
    path(
        "sets/<int:pk>/own-action/save/",
        own_actions.SaveOwnAction.as_view(),
        name="save_own_action",
    ),
    path("sessions/<int:pk>/materials/add/", materials.AddMaterial.as_view(), name="add_material"),
    path("materials/<uuid:pk>/", materials.MaterialFile.as_view(), name="material"),
    path("materials/<uuid:pk>/remove/", materials.RemoveMaterial.as_view(), name="remove_material"),
    path("sessions/<int:pk>/feedback/", feedback.Feedback.as_view(), name="feedback"),
    path("how-was-it/<str:token>/", feedback.FeedbackByLink.as_view(), name="feedback_by_link"),
    path(
        "staff/cohorts/<int:cohort_pk>/feedback/",
        feedback.CohortFeedback.as_view(),
        name="cohort_feedback",
    ),
]
