from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from django.forms import Field

        from core import mails  # noqa: F401 - registers core's kinds of mail

        # Where a form says nothing better: "This field is required." is nobody's way of speaking.
        Field.default_error_messages["required"] = "Please fill this in."
