from typing import Any

from django.urls import path

from pioneers.views import pauses

urlpatterns: list[Any] = [
    path("places/<int:pk>/pause/", pauses.PauseHome.as_view(), name="pause_home"),
]
