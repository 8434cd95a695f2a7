"""What is said when a file is not CQC's register."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import Refused
from core.tables import Unreadable

CQC_PAGE = "https://www.cqc.org.uk/about-us/transparency/using-cqc-data"

WHAT_TO_DOWNLOAD = (
    f"Go to {CQC_PAGE} and download either the monthly “Care directory with filters” "
    "(ODS or XLSX, or that file saved as CSV) or the weekly “Care directory” (CSV). "
    "Nothing has been changed."
)


class NotARegister(Refused):
    """The file cannot be read as CQC's register. The text says what it seems to be instead."""

    def __init__(self, seems_to_be: str):
        self.seems_to_be = seems_to_be
        super().__init__(f"{seems_to_be} {WHAT_TO_DOWNLOAD}")


@contextmanager
def as_a_register() -> Iterator[None]:
    """A file that is no table is no register either; what to download instead is added."""
    try:
        yield
    except Unreadable as unreadable:
        raise NotARegister(str(unreadable)) from None
