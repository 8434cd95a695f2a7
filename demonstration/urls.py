from django.urls import path

from demonstration.catcher import views

app_name = "demonstration"

urlpatterns = [
    path("caught-mail/", views.CaughtMails.as_view(), name="caught_mails"),
    path("caught-mail/<str:name>/", views.CaughtMail.as_view(), name="caught_mail"),
]
