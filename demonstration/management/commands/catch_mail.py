"""The local mail catcher: nothing that is sent leaves this machine."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demonstration.catcher import server


class Command(BaseCommand):
    help = "Take every mail sent to this machine's SMTP port; read them at /caught-mail/."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=int, default=settings.EMAIL_PORT, help="default: SMTP_PORT"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        catcher = server.controller(options["port"])
        try:
            catcher.start()
        except OSError as error:
            raise CommandError(
                f"Port {options['port']} cannot take mail: {error.strerror}."
            ) from error
        self.stdout.write(f"Catching mail at 127.0.0.1:{options['port']}")
        stopped.wait()
        catcher.stop()
