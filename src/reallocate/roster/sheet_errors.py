"""Errors that a spreadsheet writes in place of a value, such as #REF!: never a value, never blank."""

from __future__ import annotations

import re

KIND = "error of the spreadsheet"
"""The fault of a roster's cell that holds one."""
SPREADSHEET_ERROR = "Correct the formula in the spreadsheet, or clear the cell if it has no value."
LONGEST = 16
ERROR = re.compile(r"#(?:[¡¿]?[A-ZÀ-Ý0/_]{2,14}[!?]|N/A|N/D|N/V|NV|GETTING_DATA|\#{3,})")
"""As Excel and LibreOffice write them in English, German, French and Spanish; number signs alone stand for a
number that did not fit into its column."""


def is_error(text: str) -> bool:
    """Whether a cell holds an error of a spreadsheet.

    text : without blanks around it
    """
    return text[:1] == "#" and len(text) <= LONGEST and ERROR.fullmatch(text.upper()) is not None
