"""Makes the database ready in one start of Django: bin/run calls this at every start."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring the database up to date; with --demonstration, fill it if it is empty."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--demonstration",
            action="store_true",
            help="build the demonstration if there is none",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Bringing the database up to date ...")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if options["demonstration"]:
            call_command("demo")
