from django.urls import path

from demonstration.catcher import views as catcher
from demonstration.views import SignIns

app_name = "demonstration"

urlpatterns = [
    path("sign-ins/", SignIns.as_view(), name="sign_ins"),
    path("caught-mail/", catcher.CaughtMails.as_view(), name="caught_mails"),
    path("caught-mail/<str:name>/", catcher.CaughtMail.as_view(), name="caught_mail"),
]
