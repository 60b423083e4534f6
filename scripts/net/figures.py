"""Figures in text: each number with the precision in which it is shown, and when two show the same."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import floor, isfinite, log10

SCALES = {
    "thousand": 1e3, "k": 1e3,
    "million": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
RESCALED = (1e2, 1e-2, 1e3, 1e-3, 1e6, 1e-6, 1e9, 1e-9, 1e12, 1e-12)
TOLERANCE = 1e-9
ALL_DIGITS, TELLING = 15, 3

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
# Codes, dates and versions hold digits and are no figures: 43-4051, 2026-07-01, 0.1.0, 36:21-1.
_NO_FIGURE = re.compile(
    r"\b\d{2}-\d{4}(?:\.\d+)?\b|\b\d{4}-\d{2}(?:-\d{2})?\b|\b\d+\.\d+\.\d+\b|\b\d+:\d+(?:-\d+)?\b"
)
_SCALE = re.compile(r"\s?([a-z]+)\b")
_CURRENCY = re.compile(r"(?:USD\s?|[$€£])$")
_BETWEEN = re.compile(r"\s?%?\s?(?:–|-|to|and)\s?[-+]?\s?(?:USD\s?)?[-+]?")
_SIGN, _RANGE = re.compile(r"(?<![#%)])[-+±](?=(?:usd ?)?#)"), re.compile(r"(?<=#)(%?)(?: to |–|-| – )#")
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")


@dataclass(frozen=True)
class Figure:
    """A number as it is shown.

    value : with the scale that stands behind it ("66 million" is 66e6)
    half : half a unit of its last digit; what was rounded lies within it
    digits : significant digits
    signed : a plus or a minus stands before it
    text : as written
    """

    value: float
    half: float
    digits: int
    signed: bool
    text: str


def plain(text: str) -> str:
    """The text with one kind of space and of minus sign."""
    return _SPACES.sub(" ", text.replace("\u2212", "-").replace("\u2011", "-")).strip()


@lru_cache(maxsize=200_000)
def figures(text: str) -> tuple[Figure, ...]:
    """Every figure of a text, in its order."""
    return tuple(figure for _, _, figure in _located(plain(text)))


@lru_cache(maxsize=200_000)
def skeleton(text: str) -> str:
    """The words of a text with `#` for each figure."""
    text = plain(text)
    pieces, place = [], 0
    for start, end, _ in _located(text):
        pieces += [text[place:start], "#"]
        place = end
    words = " ".join("".join([*pieces, text[place:]]).lower().split())
    return _RANGE.sub("–#", _SIGN.sub("", words))


def of_number(value: float) -> Figure:
    """A number at hand with all its digits."""
    value = float(value)
    return Figure(value, abs(value) * TOLERANCE, ALL_DIGITS, value < 0, repr(value))


def _located(text: str) -> list[tuple[int, int, Figure]]:
    banned = [match.span() for match in _NO_FIGURE.finditer(text)]
    raw = []
    for match in _DIGITS.finditer(text):
        if any(start <= match.start() < end for start, end in banned):
            continue
        one = _one(text, match)
        if one is not None:
            raw.append(one)
    return [_with_scale_of_next(text, raw, place) for place in range(len(raw))]


def _one(text: str, match: re.Match[str]) -> tuple[int, int, Figure] | None:
    start, end, digits = match.start(), match.end(), match.group()
    after = _SCALE.match(text, end)
    scale = SCALES.get(after.group(1), 1.0) if after else 1.0
    if end < len(text) and text[end].isalpha() and scale == 1.0:
        return None
    before = _CURRENCY.sub("", text[:start])
    sign = before[-1:] if before[-1:] in ("-", "+", "±", "–") else ""
    ahead = before[:-1][-1:] if sign else before[-1:]
    if sign and (ahead.isdigit() or ahead in ("%", ")") or (sign == "–" and ahead.isalpha())):
        sign = ""  # a range
    elif ahead.isalpha() or ahead in ("_", "#", "§"):
        return None  # GPT-4, p10
    value, half, many = _value(digits)
    signed = sign in ("-", "+")
    value = -value if sign == "-" or sign == "–" else value
    end = after.end() if after and scale != 1.0 else end
    return start, end, Figure(value * scale, half * scale, many, signed, f"{sign}{text[start:end]}")


def _value(digits: str) -> tuple[float, float, int]:
    digits = digits.replace(",", "")
    mantissa, _, exponent = digits.lower().partition("e")
    decimals = len(mantissa.partition(".")[2]) - int(exponent or 0)
    many = len(mantissa.replace(".", "").lstrip("0"))
    return float(digits), 0.5 * 10.0**-decimals, max(many, 1)


def _with_scale_of_next(text: str, raw: list[tuple[int, int, Figure]], place: int) -> tuple[int, int, Figure]:
    """ "53 to 70 million" says 53 million to 70 million."""
    start, end, figure = raw[place]
    if place + 1 == len(raw) or text[start:end] != _DIGITS.match(text, start).group():  # type: ignore[union-attr]
        return raw[place]
    next_start, next_end, following = raw[place + 1]
    after = _SCALE.search(text, next_end - len(following.text.split()[-1]), next_end)
    scale = SCALES.get(after.group(1), 1.0) if after else 1.0
    if scale == 1.0 or not _BETWEEN.fullmatch(text[end:next_start]):
        return raw[place]
    scaled = Figure(figure.value * scale, figure.half * scale, figure.digits, figure.signed, figure.text)
    return start, end, scaled


# How two figures agree, the best first.
SAME, COARSER, OTHERWISE = "same", "with fewer digits", "in another unit or without its sign"


def agreement(base: Figure, now: Figure) -> str | None:
    """How two figures agree up to the coarser of their precisions; None where they do not."""
    if _near(base.value, now.value, max(base.half, now.half)):
        if not (base.value * now.value < 0):
            return SAME if now.half <= base.half * 1.01 + TOLERANCE * abs(base.value) else COARSER
    elif _near(base.value, now.value, max(_rounded(base), _rounded(now))):
        return COARSER
    opposite = base.signed and now.signed and base.value * now.value < 0
    if opposite and min(abs(base.value), abs(now.value)) > 0:
        return None
    for factor in (1.0, *RESCALED):
        if _near(abs(base.value) * factor, abs(now.value), max(base.half * factor, now.half)):
            return OTHERWISE
    return None


def _near(one: float, other: float, half: float) -> bool:
    return abs(one - other) <= half * (1 + TOLERANCE) + TOLERANCE * min(abs(one), abs(other))


def _rounded(figure: Figure) -> float:
    """Half a unit of the last digit that is not 0, for 45,600; at least two digits stay."""
    value = abs(figure.value)
    if not value or not isfinite(value) or figure.half < 0.4 or figure.digits < 3:
        return figure.half
    unit = figure.half * 2
    most = 10.0 ** (floor(log10(value)) - 1)
    while unit * 10 <= most * 1.01 and _near(value % (unit * 10), 0.0, unit * TOLERANCE):
        unit *= 10
    return unit / 2


class Pool:
    """Figures to look one up in, by value.

    shown : figures of a face

    What is looked up agrees with a figure of as many digits or more, or of three digits at least: otherwise
    a 5 somewhere would stand for every 5.2.
    """

    def __init__(self, shown: Iterable[Figure]) -> None:
        groups: dict[tuple[float, bool], list[float]] = {}
        for figure in shown:
            if isfinite(figure.value):
                half = figure.half if figure.digits < ALL_DIGITS else 0.0
                groups.setdefault((half, figure.digits >= TELLING), []).append(abs(figure.value))
        self._groups = {group: sorted(values) for group, values in groups.items()}

    def __contains__(self, figure: Figure) -> bool:
        """Whether it is there, be it in another unit."""
        factors = (1.0, *RESCALED) if figure.digits >= TELLING else (1.0, 1e2, 1e-2)
        return any(self._within(abs(figure.value) * factor, figure.half * factor) for factor in factors)

    def holds(self, figure: Figure) -> bool:
        """Whether it is there in its own unit, be it with fewer digits."""
        return self._within(abs(figure.value), figure.half, coarse=True)

    def _within(self, value: float, half: float, *, coarse: bool = False) -> bool:
        for (own, telling), values in self._groups.items():
            if own > half * 1.01 and not (telling or coarse):
                continue
            tolerance = max(own, half) * (1 + TOLERANCE) + TOLERANCE * value
            place = bisect_left(values, value - tolerance)
            if place < len(values) and values[place] <= value + tolerance:
                return True
        return False


def missing(base: Iterable[Figure], now: Iterable[Figure]) -> tuple[list[Figure], set[str]]:
    """The figures of `base` that `now` does not hold, each of `now` used once, and how the others agree."""
    left, absent, how = list(now), [], set()
    for figure in base:
        agreements = [(agreement(figure, other), place) for place, other in enumerate(left)]
        best = next(
            (
                (kind, place)
                for want in (SAME, COARSER, OTHERWISE)
                for kind, place in agreements
                if kind == want
            ),
            None,
        )
        if best is None:
            absent.append(figure)
        else:
            how.add(best[0])
            left.pop(best[1])
    return absent, {kind for kind in how if kind}
