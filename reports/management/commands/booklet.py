"""The celebration booklet from the shell."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cohorts.models import Cohort
from core import documents, people
from core.models import DocumentState


class Command(BaseCommand):
    help = "Make the booklet of a cohort's approved posters."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cohort", type=int, help="the cohort's number")
        parser.add_argument("--programme", default="south-london", help="the programme's slug")
        parser.add_argument("--out", required=True, type=Path, help="where to write the PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        cohort = Cohort.objects.filter(
            number=options["cohort"], programme__slug=options["programme"]
        ).first()
        if cohort is None:
            numbers = Cohort.objects.filter(programme__slug=options["programme"])
            known = ", ".join(str(n) for n in numbers.values_list("number", flat=True))
            raise CommandError(
                f"There is no cohort {options['cohort']}. "
                + (f"There are: {known}." if known else "There is none yet.")
            )
        out: Path = options["out"]
        if not out.parent.is_dir():
            raise CommandError(f"There is no folder {out.parent}.")
        document = documents.request("booklet", cohort, by=people.system())
        if document.state != DocumentState.READY:
            documents.render(str(document.pk))
            document.refresh_from_db()
        if document.state == DocumentState.FAILED:
            raise CommandError(document.error)
        with document.file.open() as file:
            out.write_bytes(file.read())
        self.stdout.write(f"{out}: {document.title}, {out.stat().st_size / 1e6:.1f} MB")
