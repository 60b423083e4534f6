"""The verb `cut`: cut now, or let people quit."""

from __future__ import annotations

from pathlib import Path

from reallocate.cli.options import (
    ADOPTION,
    AS_JSON,
    ASSUMPTIONS,
    CAPABILITY,
    HEADCOUNT,
    HEADER_ROW,
    INDUSTRY,
    MAP,
    NAME,
    OUT,
    PAY_PER_HEAD,
    QUARTERS,
    RATE,
    RATES,
    RATES_DATE,
    REVIEW,
    ROSTER_DATE,
    ROSTER_FILE,
    SET,
    SKIP_ROWS,
    WITHOUT_FAULTY,
    option,
)
from reallocate.cli.results import show

THE_CUT = "The cut"


def cut(
    name: str | None = NAME,
    industry: list[str] | None = INDUSTRY,
    headcount: float | None = HEADCOUNT,
    pay_per_head: float | None = PAY_PER_HEAD,
    quarters: int | None = QUARTERS,
    exits: str | None = option(
        "A share (10%) or a number of FTE (8000). Default: the scenario's cut, or 10%.", THE_CUT
    ),
    exits_from: str | None = option(
        "Roles of the cut: 'pro rata' (the same share of each) or 'plan' (the roles whose cut costs the firm "
        "least).",
        THE_CUT,
    ),
    exits_date: str | None = option(
        "Quarter of the cut, or a month in it: '2027 Q1' or 2027-01. Default: the first.", THE_CUT
    ),
    roster: Path | None = ROSTER_FILE,
    map_: list[str] | None = MAP,
    review: Path | None = REVIEW,
    rate: list[str] | None = RATE,
    rates: Path | None = RATES,
    rates_date: str | None = RATES_DATE,
    date: str | None = ROSTER_DATE,
    header_row: int | None = HEADER_ROW,
    skip_rows: int | None = SKIP_ROWS,
    without_faulty: bool = WITHOUT_FAULTY,
    adoption: str | None = ADOPTION,
    capability: str | None = CAPABILITY,
    reach: str | None = option("Published source of AI's reach (the work that AI can do).", ASSUMPTIONS),
    set_: list[str] | None = SET,
    out: Path | None = OUT,
    as_json: bool = AS_JSON,
) -> None:
    """Cut now, or let people quit? Answered in seconds for an industry or a firm.

    The cut is compared with the cheapest plan without it: what it costs more, how many positions are
    refilled, and what one would have to believe for it to be the cheaper plan.

    reallocate cut --industry "insurance carriers" --headcount 20000 --exits 10%

    reallocate cut insurer --exits 5% --exits-date "2027 Q1"
    """
    import reallocate
    from reallocate.api.firm import firm

    scenario = firm(
        name, industry=industry, headcount=headcount, roster=roster, map=map_, review=review, rate=rate,
        rates=rates, rates_date=rates_date, date=date, header_row=header_row,
        skip_rows=skip_rows, without_faulty=without_faulty or None, reach=reach, capability=capability,
        adoption=adoption, pay_per_head=pay_per_head, quarters=quarters, set=set_,
    )  # fmt: skip
    result = reallocate.cut(scenario, exits=exits, exits_from=exits_from, exits_date=exits_date, out=out)
    show(result, as_json, out)
