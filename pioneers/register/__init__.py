"""Reads CQC's register of locations from the files CQC publishes.

    with open_register(path) as register:
        for entry in register.entries(boroughs=["Croydon", "Sutton"]):
            ...  # a RegisterRow, or a Skip with its line and reason

Knows nothing of the database. What the real files do to their readers is written beside the code
that copes with it. Names of managers, nominated individuals and partners are never read.
"""

from core.tables import FileFormat

from .bands import Band
from .errors import CQC_PAGE, NotARegister
from .layout import Layout
from .reader import Register, open_register
from .rows import RegisterRow, Skip

__all__ = [
    "CQC_PAGE",
    "Band",
    "FileFormat",
    "Layout",
    "NotARegister",
    "Register",
    "RegisterRow",
    "Skip",
    "open_register",
]
