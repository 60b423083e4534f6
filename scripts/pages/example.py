"""The worked example in words: docs/worked-example.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.pages import study
from scripts.pages.parts import bullets, passages, table
from scripts.pages.study import Figures

from reallocate.firm.model.break_even import NEVER
from reallocate.kernel.number import ABSENT, cell, is_number, say, sentence, span

FREE = "plan without the cut"
FIVE = ("positions", "run-rate saving", "one-off cost", "break-even month", "compute cash")
OWN_CHOICE = "the plan's own choice of roles"


def parts() -> dict[str, str]:
    """The answer, five figures, people, layoffs, cases, funding, inputs and doubts."""
    figures = study.figures()
    first, *further = figures.said("cut_or_wait")
    return {
        "headline": passages(f"> {first}", *further, *figures.said("headline")),
        "five-figures": _five(figures),
        "kinds": _kinds(figures),
        "layoffs": _layoffs(figures),
        "announced": _announced(figures),
        "cases": _cases(figures),
        "funding": _funding(figures),
        "inputs": _inputs(figures),
        "caveats": bullets(figures.said("caveats")),
    }


def _five(figures: Figures) -> str:
    """The five figures with their range over the sources."""
    rows = []
    for name in FIVE:
        row = figures.figure(name)
        unit, against = str(row["unit"]), is_number(row["baseline"])
        rows.append(
            [
                sentence(name),
                say(row["baseline"], unit) if against else ABSENT,
                say(row["plan"], unit) if is_number(row["plan"]) else NEVER,
                say(row["delta"], unit, True) if against else ABSENT,
                _between(row, unit, against),
            ]
        )
    over = f"change, over {figures.sources} sources of reach"
    return table(["", "baseline", "plan", "change", over], rows)


def _between(row: Mapping[str, Any], unit: str, against: bool) -> str:
    """The range of a figure over the sources; a plan that never breaks even has no number at its end."""
    if is_number(row["low"]) and not is_number(row["high"]):
        return f"{say(row['low'], unit)} to {NEVER}"
    return span(row["low"], row["high"], unit, against) or NEVER


def _kinds(figures: Figures) -> str:
    """Positions by kind of work, and the sentences on people."""
    rows = []
    for row in figures.table("kinds").to_dict("records"):
        base = row["positions_baseline"]
        change = cell(row["delta"] / base, "share", True) if base else ABSENT
        ends = (say(base, "FTE"), say(row["positions_plan"], "FTE"), say(row["delta"], "FTE", True))
        rows.append([row["kind"], *ends, change])
    told = passages(*figures.said("people"))
    return table(["kind of work", "baseline", "plan", "change", "in %"], rows) + f"\n\n{told}"


def _layoffs(figures: Figures) -> str:
    """Why the plan has, or does not have, layoffs, and what decides it."""
    lines = [*figures.said("headcount"), _quits_decide(figures), _pace_decides(figures)]
    return passages(*lines)


def _quits_decide(figures: Figures) -> str:
    """At which rate of quits the answer on layoffs turns."""
    row = figures.tipping_point("quits_per_month")
    unit = str(row["unit"])
    range_ = span(row["low"], row["high"], unit)
    now = f"The quit rate is {say(row['now'], unit)}, with a plausible range of {range_}"
    if not is_number(row["flips_at"]):
        return f"{now}; no tested rate changes the answer on layoffs."
    outside = "within" if row["low"] <= row["flips_at"] <= row["high"] else "outside"
    return (
        f"{now}. At about {100 * row['flips_at']:.2g}% a month, {outside} that range, the answer on "
        "layoffs changes: with fewer quits, positions end faster than people leave."
    )


def _pace_decides(figures: Figures) -> str:
    """At which pace of installation the answer on layoffs turns."""
    row = figures.tipping_point("adoption_width")
    unit = str(row["unit"])
    range_ = span(row["low"], row["high"], unit)
    pace = f"The S-curve of installation is {say(row['now'], unit)} wide, in a range of {range_}"
    if not is_number(row["flips_at"]):
        return f"{pace}; at this quit rate no possible pace changes that answer."
    return f"{pace}. At about {say(row['flips_at'], unit)} the answer on layoffs changes."


def _announced(figures: Figures) -> str:
    """What was announced, in the same terms as the plan that is free to choose."""
    told = figures.kept["scenario"]["announced"]
    table_of_cases = figures.table("cases").set_index("case")
    free = table_of_cases.loc[FREE]
    rows = [
        ["layoffs", say(told["exits"], "positions"), say(free["layoffs"], "positions")],
        [
            "open positions closed",
            say(told["open_positions_closed"], "positions"),
            f"none; {say(figures.figure('deferred openings')['plan'], 'positions')} wait for the second year",
        ],
        [
            "people moved",
            f"about {say(told['moved'], 'people')}",
            say(figures.figure("redeployment")["plan"], "FTE"),
        ],
        ["reason", f"stated: {told['reason']}", "substitution; the plan funds nothing else"],
    ]
    heads = [
        "",
        f"announced on {told['date']} (grade {told['grade']})",
        f"best plan, over {figures.years:g} years",
    ]
    return table(heads, rows)


def _cases(figures: Figures) -> str:
    """The plans that were set side by side."""
    heads = [
        *("", "positions", "layoffs"),
        *("run-rate saving", "one-off cost", "break-even month", "work left undone, last quarter"),
    ]
    rows = [
        [
            row["case"],
            _or_absent(row["positions"], "FTE", True),
            _or_absent(row["layoffs"], "FTE"),
            _or_absent(row["saving"], "USD million a year"),
            _or_absent(row["one_off"], "USD million"),
            NEVER if _never(row) else _or_absent(row["break_even_month"], "months"),
            _or_absent(row["work_dropped"], "share"),
        ]
        for row in figures.table("cases").to_dict("records")
    ]
    note = (
        "*Positions of the plans: against the baseline at the end. Announced positions: against the day "
        "before, without later hires and quits.*"
    )
    return table(heads, rows) + f"\n\n{note}"


def _funding(figures: Figures) -> str:
    """Payroll freed by the exits, by the pay counted."""
    heads = [
        *("pay counted", "per head", "freed", "of capital expenditure", "of its increase"),
        *("severance, once", "severance in months of freed pay", "GPU time per year"),
    ]
    rows = [
        [
            row["setting"],
            say(row["pay_per_head"], "USD/year"),
            say(row["freed_bn"], "USD bn/year"),
            span(row["share_of_capex_low"], row["share_of_capex_high"], "share"),
            span(row["share_of_increase_low"], row["share_of_increase_high"], "share"),
            span(row["severance_low_bn"], row["severance_high_bn"], "USD bn"),
            span(row["severance_low_months"], row["severance_high_months"], "months"),
            f"{row['gpu_years'] / 1e3:,.0f} thousand GPU-years",
        ]
        for row in figures.table("funding").to_dict("records")
    ]
    asked = figures.kept["scenario"]["funding"]
    given = (
        f"*Capital expenditure of {span(*asked['capex_range'], 'USD')} in the year, after "
        f"{say(asked['previous_capex'], 'USD')} in the year before; severance of "
        f"{span(*asked['severance_range'], 'USD')} an exit; a GPU-hour at {say(asked['gpu_hour'], 'USD')}.*"
    )
    return passages(figures.said("money")[-1], table(heads, rows), given)


def _inputs(figures: Figures) -> str:
    """The inputs that decide most, with what their ranges do."""
    heads = ["input", "now", "range", "positions against baseline at ends", "layoffs change at", "grade"]
    rows = [
        [
            row["input"],
            say(row["now"], row["unit"]),
            span(row["low"], row["high"], row["unit"]),
            f"{say(row['positions_at_low'], 'FTE', True)} and {say(row['positions_at_high'], 'FTE', True)}",
            say(row["flips_at"], row["unit"]) if is_number(row["flips_at"]) else "no tested value",
            row["grade"],
        ]
        for row in figures.table("tipping_points").to_dict("records")
    ]
    return table(heads, rows)


def _never(row: Mapping[Any, Any]) -> bool:
    """Whether there is a plan whose cash never turns better than the baseline's."""
    return is_number(row["saving"]) and not is_number(row["break_even_month"])


def _or_absent(value: object, unit: str, signed: bool = False) -> str:
    return say(value, unit, signed) if is_number(value) else ABSENT
