from django.apps import AppConfig


class PioneersConfig(AppConfig):
    name = "pioneers"

    def ready(self) -> None:
        from pioneers import start  # noqa: F401 - registers roles, mails and documents of this app
