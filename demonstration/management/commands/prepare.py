"""Makes the database ready in one start of Django: bin/run calls this at every start."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cohorts.models import Cohort
from core import health


class Command(BaseCommand):
    help = "Bring the database up to date; with --demonstration, fill it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--demonstration", action="store_true", help="build the demonstration as well"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for variable, check in (("DATABASE_URL", health.database), ("REDIS_URL", health.broker)):
            if (state := check()) != "ok":
                raise CommandError(
                    f"{state.removeprefix('down: ').capitalize()}. {variable} says where it is: "
                    "start it there, or take that setting away to keep everything in files."
                )
        self.stdout.write("Bringing the database up to date ...")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not options["demonstration"]:
            return
        if Cohort.objects.exists():
            raise CommandError(
                "The database already holds a cohort, so the demonstration is not added to it.\n"
                "If it was stopped before it was finished, delete the data folder and start "
                "again.\nTo use the database as it is, start with --empty."
            )
        call_command("demo")
