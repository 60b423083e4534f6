"""The verb `plan`: one firm's plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reallocate.cli.options import (
    ADOPTION,
    AS_JSON,
    BY,
    CAPABILITY,
    HEADCOUNT,
    HEADER_ROW,
    INDUSTRY,
    MAP,
    NAME,
    OUT,
    PAY_PER_HEAD,
    PDF,
    QUARTERS,
    RATE,
    RATES,
    RATES_DATE,
    REACH,
    REVIEW,
    ROSTER_DATE,
    ROSTER_FILE,
    RUN,
    SET,
    SKIP_ROWS,
    SLIDES,
    WITHOUT_FAULTY,
    WORKERS,
    flag,
    option,
)
from reallocate.cli.promises import with_promises
from reallocate.cli.results import print_object, show, show_first, show_handed, show_rest
from reallocate.kernel.errors import visible

CHOICES, ALTERNATIVES = "Decisions imposed on the plan", "Alternatives"
OWN_PLAN = "Your own plan"


@with_promises
def plan(
    name: str | None = NAME,
    industry: list[str] | None = INDUSTRY,
    headcount: float | None = HEADCOUNT,
    pay_per_head: float | None = PAY_PER_HEAD,
    start: str | None = option("First month of the first quarter, such as 2027-01."),
    quarters: int | None = QUARTERS,
    roster: Path | None = ROSTER_FILE,
    map_: list[str] | None = MAP,
    review: Path | None = REVIEW,
    rate: list[str] | None = RATE,
    rates: Path | None = RATES,
    rates_date: str | None = RATES_DATE,
    date: str | None = ROSTER_DATE,
    header_row: int | None = HEADER_ROW,
    skip_rows: int | None = SKIP_ROWS,
    by: list[str] | None = BY,
    without_faulty: bool = WITHOUT_FAULTY,
    exits: str | None = option("Impose a cut: a share (10%) or a number of FTE (8000).", CHOICES),
    exits_from: str | None = option(
        "Roles of the imposed cut: 'pro rata' (the same share of each) or 'plan' (the roles whose cut costs "
        "the firm least).",
        CHOICES,
    ),
    exits_date: str | None = option(
        "Quarter of the imposed cut, or a month in it: '2027 Q1' or 2027-01. Default: the first.", CHOICES
    ),
    budget: float | None = option("Maximum cash cost a year, payroll included [USD million/year].", CHOICES),
    ai_budget: float | None = option(
        "Maximum cash cost of AI a year: tokens, rent, GPUs, energy, systems and their adoption [USD "
        "million/year].",
        CHOICES,
    ),
    hiring_freeze: int | None = option("Length of a hiring freeze [quarters].", CHOICES),
    max_hires: float | None = option("Maximum hires a quarter, all roles together [FTE].", CHOICES),
    given: Path | None = option(
        "Your own plan (CSV, XLSX), priced beside the cheapest: columns role, quarter, hires, exits, moves, "
        "to, headcount. 0 means none; a blank is completed at least cost.",
        OWN_PLAN,
    ),
    actuals: Path | None = option(
        "Headcount that happened (CSV, XLSX): columns role and headcount, and department, site, country, "
        "quarter. Shows it beside the plan, and the plan from there.",
        OWN_PLAN,
    ),
    adoption: str | None = ADOPTION,
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
    pdf: Path | None = PDF,
    slides: Path | None = SLIDES,
    workers: int | None = WORKERS,
    as_json: bool = AS_JSON,
    **promises: Any,
) -> None:
    """Plan which work moves between people and compute, when, and at what cost.

    The firm comes from a scenario, from an industry and a headcount, or from a roster. The cheapest plan is
    compared with the baseline: the same firm without further AI. The first answer is printed as soon as it is
    there; ranges, limits and the other parts follow. A plan of a roster is exact; `reallocate share` makes a
    copy to hand on.

    reallocate plan hyperscaler-2026 --out results/hyperscaler-2026

    reallocate plan --industry "insurance carriers" --headcount 20000 --exits 10%

    reallocate plan ours --given ours.csv
    """
    from reallocate.api.ahead import load_workers

    if not quick and actuals is None:
        load_workers(workers)
    import reallocate
    from reallocate.api.firm import firm

    scenario = firm(
        name, industry=industry, headcount=headcount, roster=roster, map=map_, review=review, rate=rate,
        rates=rates, rates_date=rates_date, date=date, header_row=header_row,
        skip_rows=skip_rows, by=by, without_faulty=without_faulty or None, exits=exits, exits_from=exits_from,
        exits_date=exits_date, budget=budget, ai_budget=ai_budget, reach=reach, capability=capability,
        adoption=adoption, pay_per_head=pay_per_head, start=start, quarters=quarters,
        hiring_freeze=hiring_freeze, max_hires=max_hires, given=given, set=set_, **promises,
    )  # fmt: skip
    if actuals is not None:
        _show_actuals(scenario, actuals, within, out, as_json)
        return
    first = None if as_json or quick else show_first
    result = reallocate.plan(
        scenario, within=within, implied=implied, quick=quick, first=first, out=out, pdf=pdf, slides=slides,
        workers=workers,
    )  # fmt: skip
    if first is None:
        show(result, as_json, out)
    else:
        show_rest(result, out)
    if not as_json:
        show_handed(pdf, slides)


def _show_actuals(scenario: Any, file: Path, within: str, out: Path | None, as_json: bool) -> None:
    """Print what happened beside the plan; `out` gets the plan from there."""
    import reallocate
    from reallocate.api.own_plan import own_plan_table

    own_plan_table(file)  # what is wrong with it is said before the plan is made
    found = reallocate.actuals(reallocate.plan(scenario, within=within, quick=True), file, out=out)
    if as_json:
        print_object(found.to_dict())
        return
    for line in found.lines:
        print(visible(line))
