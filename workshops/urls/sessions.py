from django.urls import path

from workshops.views import sessions

urlpatterns = [
    path("sessions/", sessions.Sessions.as_view(), name="sessions"),
    path("sessions/<int:pk>/", sessions.SessionPage.as_view(), name="session"),
]
