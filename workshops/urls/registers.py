from django.urls import path

from workshops.views import register

REGISTER = "sessions/<int:pk>/register/"

urlpatterns = [
    path(REGISTER, register.Register.as_view(), name="register"),
]
