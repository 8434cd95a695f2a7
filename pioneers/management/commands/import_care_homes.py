"""CQC's register from the shell; what it finds is told in full."""

import csv
import shutil
from argparse import ArgumentParser
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import people
from core.errors import Refused
from core.models import User
from core.templatetags.words import day
from pioneers.models import CareHome
from pioneers.register.ranges import line_ranges
from pioneers.services.register import ImportReport, Update, import_register

UPDATES_SHOWN = 20
# From this size on, reading takes long enough to look as if nothing happened.
LARGE = 4_000_000


class Command(BaseCommand):
    help = (
        "Bring the care homes into line with CQC's register: the monthly care directory with "
        "filters (ODS, XLSX or CSV) or the weekly care directory (CSV)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the file as downloaded")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen and change nothing"
        )
        parser.add_argument(
            "--skipped", metavar="FILE.csv", type=Path, help="write every skipped line here"
        )
        parser.add_argument("--by", metavar="EMAIL", help="who imports it, for the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        path, by = options["file"], self.actor(options["by"])
        if path.is_file() and path.stat().st_size > LARGE:
            self.stdout.write(f"Reading {path.name}: the whole of England takes about a minute.")
        try:
            report = import_register(path, by=by, dry_run=options["dry_run"])
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.tell_counts(report)
        self.tell_updates(report.updates)
        self.tell_notes(report)
        self.tell_skips(report)
        if options["skipped"]:
            self.write_skips(report, options["skipped"])

    def actor(self, email: str | None) -> User:
        if email is None:
            return people.system()
        try:
            return User.objects.get(email__iexact=email)
        except User.DoesNotExist:
            raise CommandError(f"Nobody here has the e-mail address {email}.") from None

    def tell_counts(self, report: ImportReport) -> None:
        dated = f", produced on {day(report.produced_on)}" if report.produced_on else ""
        self.stdout.write(
            f"{report.file_name}: CQC's {report.layout} ({report.file_format}){dated}."
        )
        if report.dry_run:
            self.stdout.write("Dry run: nothing is changed. It would be:")
        for name, number in report.counts().items():
            self.stdout.write(f"{number:>7,} {name}")
        for number, words in (
            (len(report.missing), "no longer listed"),
            (len(report.returned), "listed again"),
            (len(report.linked), "of those no longer listed are registered anew"),
            (len(report.suggested), "pairs may be one place: staff are asked"),
        ):
            if number:
                self.stdout.write(f"{number:>7,} {words}")
        if not report.is_newest:
            self.stdout.write("A newer file has been read before: no home is noted as closed.")
        if report.not_in_file:
            self.stdout.write(
                f"{report.not_in_file:>7,} held here are not in this file; they stay as they are"
            )

    def tell_updates(self, updates: list[Update]) -> None:
        if not updates:
            return
        self.stdout.write("\nUpdated:")
        for update in updates[:UPDATES_SHOWN]:
            self.stdout.write(f"  line {update.line}, {update.location_id} {update.name}")
            for field, (old, new) in update.changes.items():
                self.stdout.write(f"    {label(field)}: {shown(old)} → {shown(new)}")
        if len(updates) > UPDATES_SHOWN:
            self.stdout.write(f"  and {len(updates) - UPDATES_SHOWN:,} more")

    def tell_notes(self, report: ImportReport) -> None:
        if report.notes:
            self.stdout.write("\nImported, but not everything could be read:")
        for note in report.notes:
            self.stdout.write(f"  line {note.line}, {note.location_id} {note.name}: {note.words}")

    def tell_skips(self, report: ImportReport) -> None:
        """Every skipped line under its reason, runs of lines as one: 12–40, 43."""
        if report.skips:
            self.stdout.write("\nSkipped:")
        width = max(60, shutil.get_terminal_size((100, 24)).columns)
        by_reason = sorted(report.skips, key=lambda skip: (skip.reason, skip.line))
        for reason, skips in groupby(by_reason, key=lambda skip: skip.reason):
            lines = [skip.line for skip in skips]
            self.stdout.write(f"  {reason}: {len(lines):,}")
            ranges = f"{'line' if len(lines) == 1 else 'lines'} {line_ranges(lines)}"
            for part in wrap(ranges, width - 4):
                self.stdout.write(f"    {part}")

    def write_skips(self, report: ImportReport, path: Path) -> None:
        try:
            with path.open("w", newline="", encoding="utf-8-sig") as file:
                writer = csv.writer(file)
                writer.writerow(["line", "Location ID", "reason", "detail"])
                writer.writerows(
                    [skip.line, skip.location_id, skip.reason, harmless(skip.detail)]
                    for skip in report.skips
                )
        except OSError as error:
            raise CommandError(
                f"The homes are imported, but {path} cannot be written: {error.strerror}."
            ) from None
        self.stdout.write(f"\nEvery skipped line is in {path}.")


def label(field: str) -> str:
    return str(getattr(CareHome._meta.get_field(field), "verbose_name", field))


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value).replace("_", " ") or "none"
    return "none" if value in (None, "") else str(value)


def harmless(text: str) -> str:
    """A spreadsheet program must not take words from a file for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
