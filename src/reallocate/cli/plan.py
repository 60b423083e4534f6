"""The verb `plan`: one firm's plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reallocate.cli.options import (
    ASSUMPTIONS,
    AsJson,
    Capability,
    Industry,
    Out,
    Reach,
    Set,
    Workers,
    option,
)
from reallocate.cli.record import command
from reallocate.cli.results import show

ROSTER, CHOICES, ALTERNATIVES = "Firm from a roster", "Decisions imposed on the plan", "Alternatives"


def plan(
    name: Annotated[
        str | None,
        typer.Argument(help="Folder with scenario.toml, a .toml file, or the name of a shipped study."),
    ] = None,
    industry: Industry = None,
    headcount: Annotated[
        float | None, option("--headcount", "People at the start [FTE].", short="-n")
    ] = None,
    pay_per_head: Annotated[
        float | None,
        option("--pay-per-head", "Average cost of a position, benefits and taxes included [USD/FTE/year]."),
    ] = None,
    quarters: Annotated[int | None, option("--quarters", "Length of the plan [quarters].")] = None,
    roster: Annotated[
        Path | None, option("--roster", "Table of people or positions: CSV, XLSX or Parquet.", ROSTER)
    ] = None,
    map_: Annotated[
        list[str] | None,
        option("--map", "Column that is not recognised, our name=name in the file; repeatable.", ROSTER),
    ] = None,
    review: Annotated[
        Path | None,
        option("--review", "Corrected table of uncertain job titles, from `reallocate roster`.", ROSTER),
    ] = None,
    rate: Annotated[
        list[str] | None,
        option("--rate", "Dollars for one unit of a currency, EUR=1.08; repeatable.", ROSTER),
    ] = None,
    rates_date: Annotated[
        str | None, option("--rates-date", "Date of the rates [YYYY-MM-DD].", ROSTER)
    ] = None,
    date: Annotated[
        str | None,
        option("--date", "Date of the roster [YYYY-MM-DD]. Default: the latest hire in it.", ROSTER),
    ] = None,
    header_row: Annotated[
        int | None, option("--header-row", "Row with the column names, if not recognised.", ROSTER)
    ] = None,
    exits: Annotated[
        str | None,
        option(
            "--exits",
            "Impose a cut in the first quarter: a share (10%) or a number of FTE (8000).",
            CHOICES,
        ),
    ] = None,
    exits_from: Annotated[
        str | None,
        option(
            "--exits-from",
            "Roles of the imposed cut: 'pro rata' (the same share of each) or 'plan' (the cheapest).",
            CHOICES,
        ),
    ] = None,
    budget: Annotated[
        float | None,
        option("--budget", "Maximum cash cost a year, payroll included [USD million/year].", CHOICES),
    ] = None,
    hiring_freeze: Annotated[
        int | None, option("--hiring-freeze", "Length of a hiring freeze [quarters].", CHOICES)
    ] = None,
    max_hires: Annotated[
        float | None, option("--max-hires", "Maximum hires a quarter, all roles together [FTE].", CHOICES)
    ] = None,
    adoption: Annotated[
        str | None,
        option("--adoption", "Speed at which AI systems are installed: slow, medium or fast.", ASSUMPTIONS),
    ] = None,
    capability: Capability = None,
    reach: Reach = None,
    set_: Set = None,
    within: Annotated[
        str,
        option(
            "--within",
            "Maximum extra cost of the alternatives listed [% of the cheapest plan]. Near-optimal ranges "
            "always use 0.5%.",
            ALTERNATIVES,
        ),
    ] = "2%",
    implied: Annotated[
        str | None,
        option(
            "--implied",
            "Find the assumptions under which a cut of this size (8000 or 10%) would be the cheapest plan. "
            "Imposes no cut; takes minutes.",
            ALTERNATIVES,
        ),
    ] = None,
    out: Out = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Plan which work moves between people and compute, when, and at what cost.

    The firm comes from a scenario, from an industry and a headcount, or from a roster. The cheapest plan is
    compared with the baseline: the same firm without further AI.

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
    result = reallocate.plan(
        scenario, within=within, implied=implied, out=out, workers=workers, command=command()
    )
    show(result, as_json, out)
