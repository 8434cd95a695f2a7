"""Seal all sealed words with the first key of SEALING_KEYS, so that an old one can be let go."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import sealing


class Command(BaseCommand):
    help = (
        "To change the key: put the new one first in SEALING_KEYS and leave the old one behind it, "
        "restart, run this, then take the old one away. It may be run again at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing: say whether everything opens, such as after restoring a backup",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for model, field in sealing.fields():
            found = done = 0
            for row in sealing.rows_of(model):
                found += 1
                try:
                    if options["check"]:
                        sealing.unseal(row, field)
                    else:
                        done += sealing.reseal(model, row.pk, field)
                except sealing.SealBroken as trouble:
                    broken += 1
                    self.stderr.write(str(trouble))
            told = "looked at" if options["check"] else f"looked at, {done} sealed anew"
            self.stdout.write(f"{model._meta.verbose_name_plural}: {found} {told}.")
        if broken:
            raise CommandError(f"{broken} could not be opened. Do not take any key away yet.")
