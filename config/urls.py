"""Every address of the system, app by app."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("cohorts.urls")),
    path("", include("pioneers.urls")),
    path("", include("workshops.urls")),
    path("", include("qi_projects.urls")),
    path("", include("reports.urls")),
]
if "demonstration" in settings.INSTALLED_APPS:
    urlpatterns.append(path("", include("demonstration.urls")))

handler400 = "core.views.errors.bad_request"
handler403 = "core.views.errors.permission_denied"
handler404 = "core.views.errors.not_found"
handler500 = "core.views.errors.server_error"
