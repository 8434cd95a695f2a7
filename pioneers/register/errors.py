"""What is said when a file is not CQC's register."""

from core.errors import Refused

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


def damaged(what: str = "file") -> NotARegister:
    return NotARegister(
        f"The {what} is damaged or was only partly downloaded, so it cannot be read to the end."
    )
