"""How a number is written in words: a minus where it is less than nothing, no sign where it is nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

SIGNED_ZERO = re.compile(r"(?<![\w.,)])[-−]((?:USD )?0(?:\.0+)?)(?![\w]|[.,]\d)")
"""A zero with a minus before it, as rounding leaves one; no range, date or code."""


def signed(number: float, digits: int = 0) -> str:
    """A change with its sign, and none where it is rounded to nothing.

    number : in any unit
    digits : decimals
    """
    text = f"{number:+,.{digits}f}"
    return text.replace("-", "−") if text.strip("+-0.,") else text[1:]


def without_signed_zero(text: str) -> str:
    """Words in which no zero has a minus.

    text : any words
    """
    return SIGNED_ZERO.sub(r"\1", text)


def spoken(said: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Sentences by part, as a study hands them out.

    said : sentences by part
    """
    return {part: [without_signed_zero(line) for line in lines] for part, lines in said.items()}
