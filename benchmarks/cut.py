"""A cut taken apart, from the shell: the first figure of a firm that no table holds, and what turns it."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.table import Row
from benchmarks.waits import FIRST_FIGURE, Spent, spent

FIRMS = {
    "516200": 78_000, "522000": 20_000, "524100": 5_000, "622000": 8_000, "541500": 3_000, "561400": 2_000,
    "445000": 10_000,
}  # fmt: skip
"""NAICS code -> people."""
CUT = "9%"
"""Of all positions; answers that ship are of a tenth."""


def cut() -> Iterator[Row]:
    """A cut in seven industries to its first figure; then the other plans, and what turns it."""
    spent(_words("524100"))
    first = {code: spent(_words(code), until=FIRST_FIGURE.until) for code in FIRMS}
    plans = {code: spent([*_words(code), "--quick"]) for code in FIRMS}
    whole = {code: spent(_words(code)) for code in FIRMS}
    yield _row("first figure of a cut: what haste costs", first, FIRST_FIGURE.least)
    yield _row("the other plans, after the first figure", _less(plans, first))
    yield _row("what turns it, after all plans", _less(whole, plans))


def _less(more: Mapping[str, Spent], less: Mapping[str, Spent]) -> dict[str, Spent]:
    return {
        code: Spent(one.wall - less[code].wall, one.processor - less[code].processor, one.memory)
        for code, one in more.items()
    }


def _words(code: str) -> Sequence[str]:
    return ["cut", "--industry", code, "--headcount", str(FIRMS[code]), "--exits", CUT]


def _row(work: str, each: dict[str, Spent], least: float | None = None) -> Row:
    """The mean of the industries, with each of them in the remark."""
    wall, processor = (
        statistics.mean(getattr(one, name) for one in each.values()) for name in ("wall", "processor")
    )
    by_industry = ", ".join(f"{code} {one.processor:.1f}" for code, one in each.items())
    return Row(
        work, wall, processor, least=least, of_processor=True,
        remark=f"mean of {len(each)} industries, imports and loading included; processor seconds: "
        f"{by_industry}",
    )  # fmt: skip
