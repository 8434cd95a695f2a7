from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from reports import start  # noqa: F401 - registers roles, mails and documents of this app
