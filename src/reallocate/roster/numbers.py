"""Numbers as people write them in tables, read only where they can mean one thing."""

from __future__ import annotations

import math
import re

PLAIN = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?|[+-]?\.\d+")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?|[+-]?\d{1,3}([  ]\d{3})+(\.\d+)?")
EUROPEAN = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+")
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
POINTED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
LONGEST = 60
"""[characters]"""
MONEY = re.compile(r"^(USD|US\$|\$)\s*|\s*(USD|\$)$", re.IGNORECASE)


def read_number(text: str, comma_is_decimal: bool = False) -> float | str:
    """The number that is written, or a sentence why it cannot be read.

    text : one cell
    comma_is_decimal : whether the file separates columns by semicolon, where `1,234` may be 1.234
    """
    bare = MONEY.sub("", text.strip()).strip()
    if len(bare) > LONGEST:
        return f"a number of {len(bare):,} characters is too long"
    value = _value(bare, text, comma_is_decimal)
    return value if isinstance(value, str) or math.isfinite(value) else f"{text!r} is too large"


def _value(bare: str, text: str, comma_is_decimal: bool) -> float | str:
    if EUROPEAN.fullmatch(bare):
        return float(bare.replace(".", "").replace(",", "."))
    if comma_is_decimal and POINTED.fullmatch(bare):
        return f"{text!r} may mean thousands or a decimal; write it without the point, decimals with a comma"
    if PLAIN.fullmatch(bare):
        return float(bare)
    if GROUPED.fullmatch(bare):
        if "," in bare and comma_is_decimal:
            return (
                f"{text!r} may mean thousands or a decimal; write it without the comma, decimals with a point"
            )
        return float(re.sub(r"[,  ]", "", bare))
    if DECIMAL_COMMA.fullmatch(bare) and comma_is_decimal:
        return float(bare.replace(",", "."))
    if DECIMAL_COMMA.fullmatch(bare):
        return f"{text!r} has a comma; write decimals with a point"
    if bare.endswith("%"):
        return f"{text!r} is a percentage; write it as a share, such as 0.8 for 80%"
    if re.fullmatch(r"[+-]?[\d.,]+\s*[kKmM]", bare):
        return f"{text!r} is abbreviated; write it in full, such as 120000"
    return f"{text!r} is not a number"
