"""The first person who may sign in to a new installation."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from cohorts.enums import StaffLevel
from cohorts.models import Programme, StaffMembership
from cohorts.services import add_staff
from core import people


class Command(BaseCommand):
    help = "Make the first administrator, unless there is one (ADMIN_EMAIL and ADMIN_NAME, or ask)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default=os.environ.get("ADMIN_EMAIL", ""))
        parser.add_argument("--name", default=os.environ.get("ADMIN_NAME", ""))
        parser.add_argument("--programme", default="south-london", help="the programme's slug")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = Programme.objects.filter(slug=options["programme"]).first()
        if programme is None:
            raise CommandError(f"There is no programme “{options['programme']}”.")
        if StaffMembership.objects.filter(
            programme=programme, level=StaffLevel.ADMINISTRATOR, left_on__isnull=True
        ).exists():
            self.stdout.write(f"{programme} has an administrator already.")
            return
        email = options["email"] or self._ask("The first administrator’s e-mail address: ")
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an e-mail address.") from None
        name = options["name"] or self._ask("Their name: ")
        add_staff(
            programme,
            email=email,
            name=name,
            level=StaffLevel.ADMINISTRATOR,
            by=people.system(),
        )
        self.stdout.write(f"{name} ({email}) can now sign in with a code sent by mail.")

    def _ask(self, question: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(
                "Nobody is here to ask. Set ADMIN_EMAIL and ADMIN_NAME, or give --email and --name."
            )
        answer = input(question).strip()
        if not answer:
            raise CommandError("An administrator needs a name and an e-mail address.")
        return answer
