from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from allauth.account.signals import email_changed
        from allauth.mfa.models import Authenticator

        # Register core's kinds of mail, and how people's own rows are joined.
        from core import form_errors, mails, merges, people, roles  # noqa: F401
        from core.middleware import SECOND_FACTOR

        email_changed.connect(people.moved_address, dispatch_uid="mail-follows-the-address")
        # Asked in the one query that finds a person's roles, for core.middleware.
        roles.register(
            roles.Role(SECOND_FACTOR, "", lambda user: Authenticator.objects.filter(user=user))
        )

        form_errors.say_plainly()
