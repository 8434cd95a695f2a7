from django.urls import path

from workshops.views import own_actions

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
]
