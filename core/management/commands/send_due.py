"""For cron: what beat and a worker do, once."""

from argparse import ArgumentParser
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core import clock
from core.mail import delivery, kinds


class Command(BaseCommand):
    help = "Work out which reminders are due and send them through the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--now", metavar="ISO", help="act as if it were this time, such as 2026-11-22T09:00"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        moment = self._moment(options["now"])
        with clock.at(moment) if moment else nullcontext():
            planned = kinds.plan()
            mended = delivery.recover()
            sent = delivery.deliver_due()
        mends = ", ".join(f"{number} {what}" for what, number in mended.items() if number)
        self.stdout.write(f"{planned} planned or re-dated, {sent} sent{mends and '; ' + mends}.")

    def _moment(self, text: str | None) -> datetime | None:
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise CommandError(f"“{text}” is not a time. Write it like 2026-11-22T09:00.") from None
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
