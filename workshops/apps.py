from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "workshops"

    def ready(self) -> None:
        from workshops import start  # noqa: F401 - registers roles, mails and documents of this app
