from django.urls import path

from workshops.views import apologies

urlpatterns = [
    path("sessions/<int:pk>/apologies/", apologies.Apologies.as_view(), name="apologies"),
    path(
        "sessions/<int:pk>/apologies/undo/",
        apologies.TakeBackApologies.as_view(),
        name="take_back_apologies",
    ),
]
