from django.apps import AppConfig


class QiProjectsConfig(AppConfig):
    name = "qi_projects"

    def ready(self) -> None:
        from qi_projects import start  # noqa: F401 - registers roles, mails and documents of this app
