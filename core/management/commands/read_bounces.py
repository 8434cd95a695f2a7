"""For a pipe from the mail server: one bounce report, read from stdin."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core.mail import bounces


class Command(BaseCommand):
    help = "Read a delivery report (RFC 3464) from stdin and mark the mail that came back."

    def handle(self, *args: Any, **options: Any) -> None:
        row = bounces.take(sys.stdin.buffer.read())
        if row is None:
            self.stdout.write("No mail of ours came back in this message.")
        else:
            self.stdout.write(f"Marked as come back: mail {row.pk} to {row.to_email}.")
