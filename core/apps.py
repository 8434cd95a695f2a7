from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from django.forms import Field

        # Register core's kinds of mail, and how people's own rows are joined.
        from core import mails, merges  # noqa: F401

        # Where a form says nothing better: "This field is required." is nobody's way of speaking.
        Field.default_error_messages["required"] = "Please fill this in."
