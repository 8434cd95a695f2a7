"""The register of homes, for staff."""

from typing import Any

from django.urls import path, re_path

from pioneers.views import homes

urlpatterns: list[Any] = [
    path("staff/homes/", homes.Homes.as_view(), name="homes"),
    path("staff/homes/<int:home_pk>/", homes.HomePage.as_view(), name="home"),
    path("staff/homes/<int:home_pk>/now/", homes.FollowHome.as_view(), name="follow_home"),
    re_path(
        r"^staff/homes/(?P<home_pk>\d+)/and/(?P<new_pk>\d+)/(?P<verb>link|reject)/$",
        homes.SamePlace.as_view(),
        name="same_place",
    ),
    path("staff/homes/registered-anew/", homes.Successors.as_view(), name="successors"),
    path("staff/homes/imports/", homes.Imports.as_view(), name="imports"),
    path("staff/homes/imports/<int:pk>/", homes.ImportPage.as_view(), name="import"),
    path("staff/homes/imports/send/", homes.SendRegister.as_view(), name="send_register"),
    path(
        "staff/homes/imports/files/<uuid:pk>/", homes.RegisterFile.as_view(), name="register_file"
    ),
    path(
        "staff/homes/imports/files/<uuid:pk>/discard/",
        homes.DiscardFile.as_view(),
        name="discard_register_file",
    ),
]
