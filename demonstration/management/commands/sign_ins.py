"""Prints who to sign in as."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cohorts.models import Cohort
from demonstration.sign_ins import PASSWORD, sign_ins


class Command(BaseCommand):
    help = "Print the demonstration's sign-ins, if this is the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION or not Cohort.objects.exists():
            return
        self.stdout.write(f"\nSign in with the password  {PASSWORD}  as:\n\n")
        for sign_in in sign_ins():
            self.stdout.write(f"  {sign_in.role:<24} {sign_in.person.email}\n")
        self.stdout.write("\n")
