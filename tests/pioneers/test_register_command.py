"""What the shell tells of an import, and that wrong input stops it with words."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import User
from pioneers.models import CareHome, RegisterImport
from pioneers.register.ranges import line_ranges
from tests.pioneers.register_files import NURSING, SOUTH_LONDON_2021, home, table, write_csv

pytestmark = pytest.mark.django_db


def run(path, *options):
    out = StringIO()
    call_command("import_care_homes", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def monthly(tmp_path):
    def write(*rows, name="a.csv"):
        return write_csv(tmp_path / name, table(rows))

    return write


def test_the_first_and_the_second_run_of_the_real_register():
    head = "care_homes_2021.csv: CQC's monthly care directory with filters (CSV).\n"
    assert run(SOUTH_LONDON_2021) == (
        head + "    609 created\n      0 updated\n      0 unchanged\n      0 skipped\n"
    )
    assert run(SOUTH_LONDON_2021) == (
        head + "      0 created\n      0 updated\n    609 unchanged\n      0 skipped\n"
    )


def test_everything_that_can_be_told_in_its_order(monthly, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    run(monthly(home(), home(id="1-9")))
    path = monthly(
        home(beds="45", **{NURSING: "Y"}),
        home(id="1-2", postcode="CR8"),
        home(id="1-3", borough="Kent"),
        home(id="1-4", borough="Kent"),
        home(id=""),
        home(id="1-5", borough="Kent"),
        name="01_July_2026_HSCA_Active_Locations.csv",
    )
    assert run(path) == (
        "01_July_2026_HSCA_Active_Locations.csv: CQC's monthly care directory with filters (CSV), "
        "produced on Wednesday 1 July 2026.\n"
        "      1 created\n"
        "      1 updated\n"
        "      0 unchanged\n"
        "      4 skipped\n"
        "      1 no longer listed\n"
        "\nUpdated:\n"
        "  line 2, 1-1000001 Larch House\n"
        "    beds: 42 → 45\n"
        "    with nursing: no → yes\n"
        "\nImported, but not everything could be read:\n"
        "  line 3, 1-2 Larch House: The postcode is not valid: CR8\n"
        "\nSkipped:\n"
        "  No Location ID: 1\n"
        "    line 6\n"
        "  Not in one of the programme's boroughs: 3\n"
        "    lines 4–5, 7\n"
    )


def test_only_the_first_twenty_updates_are_told(monthly):
    run(monthly(*(home(id=f"1-{n}") for n in range(30))))
    told = run(monthly(*(home(id=f"1-{n}", beds="50") for n in range(30))))
    assert told.count("beds: 42 → 50") == 20
    assert told.endswith("  and 10 more\n")


def test_a_dry_run_says_so_and_changes_nothing(monthly):
    told = run(monthly(home()), "--dry-run")
    assert "Dry run: nothing is changed. It would be:\n      1 created\n" in told
    assert (CareHome.objects.count(), RegisterImport.objects.count()) == (0, 0)


def test_a_large_file_says_that_it_takes_a_while(monthly, monkeypatch):
    path = monthly(home())
    assert "Reading" not in run(path)
    monkeypatch.setattr("pioneers.management.commands.import_care_homes.LARGE", 100)
    assert run(path).startswith("Reading a.csv: the whole of England takes about a minute.\n")


def test_every_skipped_line_can_be_written_to_a_file(monthly, tmp_path):
    target = tmp_path / "skipped.csv"
    run(
        monthly(home(id="1-3", borough="=HYPERLINK(1)"), home(id="", name="Larch")),
        "--skipped",
        str(target),
    )
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["line", "Location ID", "reason", "detail"],
            ["2", "1-3", "Not in one of the programme's boroughs", "'=HYPERLINK(1)"],
            ["3", "", "No Location ID", "Larch"],
        ]


def test_a_wrong_file_stops_with_words_and_no_trace(tmp_path):
    path = tmp_path / "register.ods"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError) as error:
        run(path)
    assert str(error.value) == (
        "The file is a PDF, whatever its name says. "
        "Go to https://www.cqc.org.uk/about-us/transparency/using-cqc-data and download either "
        "the monthly “Care directory with filters” (ODS or XLSX, or that file saved as CSV) or "
        "the weekly “Care directory” (CSV). Nothing has been changed."
    )
    assert RegisterImport.objects.count() == 0


def test_the_audit_trail_names_whoever_is_given(monthly):
    User.objects.create(email="sam@example.org", name="Sam")
    run(monthly(home()), "--by", "SAM@example.org")
    assert RegisterImport.objects.get().imported_by == "sam@example.org"


def test_an_unknown_person_stops_it(monthly):
    with pytest.raises(CommandError, match=r"Nobody here has the e-mail address no@example\.org\."):
        run(monthly(home()), "--by", "no@example.org")
    assert RegisterImport.objects.count() == 0


@pytest.mark.parametrize(
    ("lines", "words"),
    [([], ""), ([5], "5"), ([2, 3, 4, 7, 9, 10], "2–4, 7, 9–10")],
)
def test_line_ranges(lines, words):
    assert line_ranges(lines) == words
