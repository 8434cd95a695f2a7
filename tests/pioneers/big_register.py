"""A monthly ODS of CQC's true size: 60,000 rows × 122 columns, 444 MB of XML unpacked.

python tests/pioneers/big_register.py FILE.ods [ROWS]
"""

import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from tests.pioneers.register_files import (
    MONTHLY,
    NURSING,
    RESIDENTIAL,
    SUPPORTED_LIVING,
    home,
    ods_row,
    write_monthly_ods,
)

ROWS = 60_000
# Of 60,000 locations about 15,000 are care homes and about 1,100 of all are in the 12 boroughs.
ELSEWHERE = ("Kent", "Leeds", "Norfolk", "Devon", "Cumbria", "Essex", "Bristol, City of")
BOROUGHS = ("Croydon", "Sutton", "Kingston upon Thames", "Bexley")


# The pattern of kinds and boroughs repeats after this many rows; only the numbers run on.
CYCLE = 200
NUMBER = "0number0"


def rows(count: int = ROWS, filled: bool = True) -> Iterable[str]:
    """`filled`: with a value in each column that CQC fills, also in those that we do not read."""
    yield ods_row(MONTHLY)
    patterns = [_pattern(number, filled) for number in range(CYCLE)]
    for number in range(count):
        yield patterns[number % CYCLE].replace(NUMBER, str(100_000_000 + number))


def _pattern(number: int, filled: bool) -> str:
    is_home, here = number % 4 == 0, number % 50 == 0
    filler = {
        name: f"{name[:24]} of some length"
        for name in MONTHLY
        if name.startswith(("Location ", "Provider ")) and name != "Location Dual Registered"
    }
    changes: dict[str, object] = {
        "Location ID": f"1-{NUMBER}",
        "Location Name": f"Location number {NUMBER} & Company",
        "Location HSCA start date": date(2010, 10, 1) + timedelta(days=number),
        "Publication Date": date(2015, 1, 1) + timedelta(days=number),
        "Care home?": "Y" if is_home else "N",
        "Care homes beds": number % 90 if is_home else 0,
        "Location Local Authority": (BOROUGHS if here else ELSEWHERE)[number % 4],
        "Location Street Address": f"{NUMBER} Street Road",
        "Provider ID": f"1-2{NUMBER}",
        "Provider Name": f"Provider number {NUMBER} Limited",
        NURSING: "Y" if number % 8 == 0 else "",
        RESIDENTIAL: "Y" if number % 8 == 4 else "",
        SUPPORTED_LIVING: "Y" if number % 50 == 25 else "",
    }
    # Every other flag is set, so that no two neighbours fold into one repeated cell.
    flags = dict.fromkeys(MONTHLY[number % 2 + 61 : 75 : 2], "Y")
    row = filler | home(**changes) | flags if filled else home(**changes)
    return ods_row([row.get(name, "") for name in MONTHLY])


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    write_monthly_ods(Path(sys.argv[1]), rows(int(sys.argv[2]) if sys.argv[2:] else ROWS))
