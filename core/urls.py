from django.urls import path

from core.views import consents, own, own_mails

app_name = "core"

urlpatterns = [
    path("health/", own.Health.as_view(), name="health"),
    path("privacy/", own.Privacy.as_view(), name="privacy"),
    path("accessibility/", own.Accessibility.as_view(), name="accessibility"),
    path("gallery/", own.Gallery.as_view(), name="gallery"),
    path("details/", own.Details.as_view(), name="details"),
    path("details/consents/", consents.Consents.as_view(), name="consents"),
    path("details/consents/asked/", consents.AskConsents.as_view(), name="ask_consents"),
    path("details/mails/", own_mails.OwnMails.as_view(), name="own_mails"),
    path("mails/off/<str:token>/", own_mails.Unsubscribe.as_view(), name="unsubscribe"),
    path("documents/<uuid:pk>/", own.DocumentProgress.as_view(), name="document"),
    path("documents/<uuid:pk>/file/", own.DocumentFile.as_view(), name="document_file"),
]
