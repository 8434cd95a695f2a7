from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "cohorts"

    def ready(self) -> None:
        from cohorts import start  # noqa: F401 - registers roles, mails and documents of this app
