from django.urls import path

from workshops.views import apologies

urlpatterns = [
    path("cant-come/<str:token>/", apologies.ApologiesByLink.as_view(), name="apologies_by_link"),
    path("sessions/<int:pk>/apologies/", apologies.Apologies.as_view(), name="apologies"),
    path(
        "sessions/<int:pk>/apologies/undo/",
        apologies.TakeBackApologies.as_view(),
        name="take_back_apologies",
    ),
    path("sessions/<int:pk>/another/", apologies.AnotherMeeting.as_view(), name="another_meeting"),
]
