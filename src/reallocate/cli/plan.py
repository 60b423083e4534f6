"""The verb `plan`: one firm's plan."""

from __future__ import annotations

from pathlib import Path

import typer

from reallocate.cli.options import (
    AS_JSON,
    ASSUMPTIONS,
    CAPABILITY,
    INDUSTRY,
    OUT,
    REACH,
    RUN,
    SET,
    WORKERS,
    flag,
    option,
)
from reallocate.cli.results import show, show_first, show_rest

ROSTER, CHOICES, ALTERNATIVES = "Firm from a roster", "Decisions imposed on the plan", "Alternatives"


def plan(
    name: str | None = typer.Argument(
        None, help="Folder with scenario.toml, a .toml file, or the name of a shipped study."
    ),
    industry: list[str] | None = INDUSTRY,
    headcount: float | None = option("People at the start [FTE].", None, "--headcount", "-n"),
    pay_per_head: float | None = option(
        "Average cost of a position, benefits and taxes included [USD/FTE/year]."
    ),
    quarters: int | None = option("Length of the plan [quarters]."),
    roster: Path | None = option("Table of people or positions: CSV, XLSX or Parquet.", ROSTER),
    map_: list[str] | None = option(
        "Name of a column that was not recognised: OURS=THEIRS, such as headcount=Staff; repeatable.",
        ROSTER,
        "--map",
    ),
    review: Path | None = option(
        "Corrected table of uncertain job titles, from `reallocate roster`.", ROSTER
    ),
    rate: list[str] | None = option("Dollars for one unit of a currency, EUR=1.08; repeatable.", ROSTER),
    rates_date: str | None = option("Date of the rates [YYYY-MM-DD].", ROSTER),
    date: str | None = option("Date of the roster [YYYY-MM-DD]. Default: the latest hire in it.", ROSTER),
    header_row: int | None = option("Row with the column names, if not recognised.", ROSTER),
    exits: str | None = option(
        "Impose a cut in the first quarter: a share (10%) or a number of FTE (8000).", CHOICES
    ),
    exits_from: str | None = option(
        "Roles of the imposed cut: 'pro rata' (the same share of each) or 'plan' (the roles whose cut costs "
        "the firm least).",
        CHOICES,
    ),
    budget: float | None = option("Maximum cash cost a year, payroll included [USD million/year].", CHOICES),
    hiring_freeze: int | None = option("Length of a hiring freeze [quarters].", CHOICES),
    max_hires: float | None = option("Maximum hires a quarter, all roles together [FTE].", CHOICES),
    adoption: str | None = option(
        "Speed at which AI systems are installed: slow, medium or fast.", ASSUMPTIONS
    ),
    capability: str | None = CAPABILITY,
    reach: str | None = REACH,
    set_: list[str] | None = SET,
    within: str = option(
        "Maximum extra cost of an alternative plan that is listed [% of the cheapest plan]. The ranges "
        "shown for each role always use 0.5%.",
        ALTERNATIVES,
        default="2%",
    ),
    implied: str | None = option(
        "Find the assumptions under which a cut of this size (8000 or 10%) would be the cheapest plan. "
        "Imposes no cut; takes minutes.",
        ALTERNATIVES,
    ),
    quick: bool = flag("--quick", "Stop after the first answer; the other parts are left out.", RUN),
    out: Path | None = OUT,
    workers: int | None = WORKERS,
    as_json: bool = AS_JSON,
) -> None:
    """Plan which work moves between people and compute, when, and at what cost.

    The firm comes from a scenario, from an industry and a headcount, or from a roster. The cheapest plan is
    compared with the baseline: the same firm without further AI. The first answer is printed as soon as it is
    there; ranges, limits and the other parts follow.

    reallocate plan hyperscaler-2026 --out results/hyperscaler-2026

    reallocate plan --industry "insurance carriers" --headcount 20000 --exits 10%
    """
    import reallocate
    from reallocate.face.firm import firm

    scenario = firm(
        name, industry=industry, headcount=headcount, roster=roster, map=map_, review=review, rate=rate,
        rates_date=rates_date, date=date, header_row=header_row, exits=exits, exits_from=exits_from,
        budget=budget, reach=reach, capability=capability, adoption=adoption, pay_per_head=pay_per_head,
        quarters=quarters, hiring_freeze=hiring_freeze, max_hires=max_hires, set=set_,
    )  # fmt: skip
    first = None if as_json or quick else show_first
    result = reallocate.plan(
        scenario, within=within, implied=implied, quick=quick, first=first, out=out, workers=workers
    )
    if first is None:
        show(result, as_json, out)
    else:
        show_rest(result, out)
