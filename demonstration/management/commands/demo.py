"""The invented programme, built as its people would have done it."""

from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from cohorts.models import Cohort
from demonstration.build import build
from demonstration.build.everything import STEPS
from demonstration.sign_ins import give_passwords


class Command(BaseCommand):
    help = "Build the demonstration, unless this database holds cohorts already."

    def handle(self, *args: Any, **options: Any) -> None:
        if Cohort.objects.exists():
            self.stdout.write("There are cohorts already; the demonstration is left as it is.")
            return
        if not settings.DEMONSTRATION:
            raise CommandError(
                "This installation is not a demonstration. Start it with bin/run, "
                "or set DEMONSTRATION=1 on a database that nobody needs."
            )
        # The builder rings for every mail and no worker listens yet: the bell rings in here only.
        current_app.conf.update(broker_url="memory://localhost/")
        bar = tqdm(total=STEPS, desc="Building the demonstration", ncols=90, bar_format=BAR)

        def step(words: str = "") -> None:
            if words:
                bar.set_description_str(words)
            bar.update()

        # All or nothing: half a demonstration would be taken for a whole one at the next start.
        with transaction.atomic():
            build(step)
            give_passwords()
        bar.set_description_str("The demonstration is ready")
        bar.update(STEPS - bar.n)
        bar.close()


BAR = "{desc:<34}{percentage:3.0f}%|{bar}| {elapsed}"
