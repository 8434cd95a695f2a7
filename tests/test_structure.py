"""What a reader may rely on in the code itself: imports, length of files, no shortcuts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
APPS = (
    "config",
    "core",
    "cohorts",
    "pioneers",
    "workshops",
    "qi_projects",
    "reports",
    "demonstration",
)
MOST_LINES = 350
# A page's tests stay together, even where there are many.
MOST_LINES_OF_TESTS = 400


def python_files(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_apps_import_only_from_those_below_them():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration(capsys):
    try:
        call_command("makemigrations", "--check", "--dry-run")
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("folders", "most"), [(APPS, MOST_LINES), (("tests",), MOST_LINES_OF_TESTS)]
)
def test_no_file_is_too_long_to_read(folders, most):
    lengths = {
        relative(path): len(path.read_text().splitlines()) for path in python_files(*folders)
    }
    assert {name: lines for name, lines in lengths.items() if lines > most} == {}


# --- Views reach rows only through visible_to -------------------------------------------------
OBJECTS = re.compile(r"\b(\w+)\.objects\.(?!visible_to\b)(\w+)")
# Reviewed: the line, and why it opens nothing.
SEEN = {
    ("cohorts/views/cohorts.py", "Cohort.objects.get"): "the row that visible_to just gave",
    ("cohorts/views/mail_words.py", "EmailTemplate.objects.filter"): "words, of nobody",
    ("cohorts/views/mail_words.py", "EmailTemplate.objects.values_list"): "words, of nobody",
    ("core/views/own.py", "Document.objects.filter"): "asked of the document's kind at once",
    ("core/views/own_mails.py", "MailChoice.objects.filter"): "one's own",
    ("core/views/own_mails.py", "OutboundEmail.objects.filter"): "one's own",
    ("core/views/own_mails.py", "User.objects.filter"): "the token is the key",
    ("demonstration/views.py", "User.objects.filter"): "the demonstration's printed sign-ins",
    ("pioneers/views/front.py", "Cohort.objects.public"): "what the public page may name",
    ("pioneers/views/mentors.py", "Borough.objects.all"): "boroughs are nobody's own",
    ("pioneers/views/offers.py", "Application.objects.select_related"): "the token is the key",
    ("reports/views/certificates.py", "Certificate.objects.of_code"): "the code is the key",
    ("workshops/views/calendar.py", "CalendarFeed.objects.select_related"): "the token is the key",
}


def test_views_reach_rows_only_through_visible_to():
    views = [path for path in python_files(*APPS) if "views" in relative(path)]
    assert len(views) > 15
    found = {
        (relative(path), f"{match[1]}.objects.{match[2]}")
        for path in views
        for match in OBJECTS.finditer(path.read_text())
    }
    assert found - set(SEEN) == set(), "use visible_to, or add it to SEEN with the reason"


def test_only_the_clock_asks_what_time_it_is():
    asks = re.compile(r"timezone\.now\(|date\.today\(|datetime\.now\(|auto_now")
    found = [
        relative(path)
        for path in python_files(*APPS)
        if asks.search(path.read_text()) and relative(path) not in TIMED_BY_THE_MACHINE
    ]
    assert found == []


TIMED_BY_THE_MACHINE = {
    "core/clock.py",  # it is the clock
    "demonstration/catcher/store.py",  # when a mail really came, whatever the clock is set to
}


# --- Pages load nothing from elsewhere and run nothing written in them --------------------------
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Printed, or opened from a disk: no policy of ours is sent with them.
WEB = [path for path in TEMPLATES if not {"pdf", "offline"} & set(path.parts)]
STATIC = [
    path
    for path in sorted((ROOT / "static").rglob("*"))
    if path.suffix in (".css", ".js") and path.is_file()
]


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    wanted = re.compile(pattern, re.IGNORECASE)
    return [
        f"{relative(path)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if wanted.search(line)
    ]


def test_there_are_templates_and_styles_to_look_at():
    assert (len(TEMPLATES) > 40, len(STATIC) > 2) == (True, True)


def test_nothing_is_loaded_from_another_host():
    remote = r"""(src|srcset|action|data)\s*=\s*["']?(https?:)?//|<link[^>]*href=["'](https?:)?//"""
    assert lines_with(remote, TEMPLATES) == []
    assert lines_with(r"""url\(\s*["']?(https?:)?//|@import\s+["'](https?:)?//""", STATIC) == []
    loads = r"""(fetch|import|importScripts|Worker)\(\s*["'`](https?:)?//"""
    assert lines_with(loads, STATIC) == []


def test_pages_run_no_script_and_no_style_written_in_them():
    # A script of type application/json is data, and never runs.
    assert lines_with(r"<script(?![^>]*(\ssrc=|application/json))[^>]*>", WEB) == []
    assert lines_with(r"<style\b", WEB) == []
    assert lines_with(r"""\sstyle\s*=\s*["']""", WEB) == []
    assert lines_with(r"""\son[a-z]+\s*=\s*["']""", WEB) == []
    assert lines_with("javascript:", WEB) == []


def test_the_search_for_inline_code_finds_it(tmp_path):
    """Else the tests above could pass with a pattern that matches nothing."""
    page = ROOT / "templates" / "base.html"
    assert lines_with(r"<script[^>]*\ssrc=", [page]) != []
    assert re.search(r"<script(?![^>]*\ssrc=)[^>]*>", "<script>alert(1)</script>")
    assert re.search(r"""\son[a-z]+\s*=\s*["']""", '<a onclick="x()">')
