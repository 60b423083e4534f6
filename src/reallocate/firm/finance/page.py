"""Finance's questions: tables, sentences and their place on the page."""

from __future__ import annotations

import pandas as pd

from reallocate.firm.finance.model import accounts_by_year, run_rows
from reallocate.firm.model.options import LIFE, PAY
from reallocate.firm.model.plan import costs_by_period
from reallocate.firm.model.totals import totals
from reallocate.firm.model.words import money
from reallocate.firm.plan.own_or_rent import cost_by_route, switch_points, token_shares
from reallocate.firm.plan.parts import noted
from reallocate.firm.plan.roles import (
    CASE,
    CASH_FIGURES,
    LAYOFFS,
    NOTE,
    POSITIONS,
    PRESENT_VALUE,
    SOLVED,
    SOLVED_AGAIN,
    UNIT,
)
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.kernel.blocks import Block
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import priced
from reallocate.kernel.table import BY_ROW, Column, Rows, Tables, of_unit, table
from reallocate.kernel.text import Text
from reallocate.render.result import Result

TEXT = Text()
"""What finance asks of a plan."""

accounts = table(
    "accounts", "Cash and accounts by year",
    Column("year", "Year of the plan"), CASE,
    of_unit("USD million", payroll="Payroll", exits="Exits", training="Hiring, training, learning",
            change="Installing and adopting AI", compute_opex="Compute, running", capex="Compute, bought",
            cash="Cash", depreciation="Depreciation", profit_and_loss="Profit and loss"),
    source=f"{SOLVED} Bought compute is spread over its life.",
    section="finance", caption="Cash and profit and loss, by year of the plan",
    note="Cash counts compute when it is bought. Profit and loss counts straight-line depreciation over the "
    "server life instead. The plan minimises cost, work left undone included.",
)(accounts_by_year)  # fmt: skip


finance = table(
    "finance", "Server life and pay settings",
    Column("question"), Column("taken", "Setting"), Column("value", unit=BY_ROW), UNIT, POSITIONS, LAYOFFS,
    Column("own_gpus", "Own GPUs", "GPUs"), Column("own_share", "Tokens from own GPUs", "share of tokens"),
    CASH_FIGURES, Column("capex", "Compute, bought", "USD million"), PRESENT_VALUE,
    Column("worth", "Cost saved, present value", "USD million"), Column("route", "Most tokens from"), NOTE,
    source=SOLVED_AGAIN,
)(run_rows)  # fmt: skip


@table(
    "route_costs", "Tokens by route",
    Column("utilisation", unit="share of peak"),
    of_unit("USD/million tokens", own_accounts="Own, in accounts", own_plan="Own, in the plan", rent="Rent",
            api="API"),
    Column("cheapest"),
    source="Closed form from the prices in the sheet Assumptions.",
)  # fmt: skip
def route_costs(solved: SolvedPlan) -> Rows:
    """Cost of a million tokens by route and utilisation, software left out [USD/million tokens]."""
    return cost_by_route(solved.plan.inputs)


@table(
    "switches", "Own, rent or API",
    Column("switch", "Break-even point"), UNIT,
    of_unit(BY_ROW, now="Assumed here", as_accounts="In accounts"),
    Column("some", "In the plan, some", BY_ROW, about="from here the plan owns or rents any at all"),
    Column("at_once", "In the plan, immediately", BY_ROW,
           about="from here the plan does so as early as it can"),
    source="Closed form from the prices in the sheet Assumptions.",
    section="finance/routes", show=("switch", "now", "as_accounts", "some", "at_once"),
    caption="Where the cheapest route changes",
    note="In accounts: capital over its life, power and upkeep, without interest. In the plan: with the "
    "discount rate and the wait for delivery. Above “some” the plan orders GPUs late; above “immediately” it "
    "orders them at the start.",
)  # fmt: skip
def switches(solved: SolvedPlan) -> pd.DataFrame:
    """Where the choice between own, rent and API turns."""
    return switch_points(solved.plan.inputs)


_SIGNED = {"run-rate saving": "saving", "cost saved in present value": "worth"}
_ONE = 0.5
_TINY = 1e-9


@TEXT.sentence("finance", "finance")
def settings(solved: SolvedPlan, tables: Tables) -> list[str]:
    """What changes with server life and pay per head."""
    table = tables["finance"]
    lines = [
        line for question in (LIFE, PAY) for line in _question(table[table["question"] == question], question)
    ]
    if not (table["question"] == PAY).any():
        lines.append("Pay with and without equity: not given; see pay_settings in [funding] of a scenario.")
    return lines


def _question(rows: pd.DataFrame, question: str) -> list[str]:
    """What moves between the settings of one question, and whether a sign or a choice changes."""
    rows = rows.dropna(subset="positions")
    if rows.empty:
        return []
    here = rows["taken"].str.contains("assumed here")
    usual = rows[here].iloc[0] if here.any() else rows.iloc[0]
    others = rows[rows.index != usual.name]
    turned = [
        f"at {one['taken']} most tokens come from {_route(one['route'])} instead of {_route(usual['route'])}"
        for _, one in others.iterrows()
        if one["route"] != usual["route"]
    ]
    for words, column in _SIGNED.items():
        turned += [
            f"at {one['taken']} the {words} changes its sign"
            for _, one in others.iterrows()
            if (one[column] > 0) != (usual[column] > 0)
        ]
    turned += [
        f"at {one['taken']} layoffs {'enter' if one['layoffs'] >= _ONE else 'leave'} the plan"
        for _, one in others.iterrows()
        if (one["layoffs"] >= _ONE) != (usual["layoffs"] >= _ONE)
    ]
    ends = [f"{rows['positions'].agg(end):+,.0f}" for end in ("min", "max")]
    savings = [money(rows["saving"].agg(end)) for end in ("min", "max")]
    subject = question[:1].upper() + question[1:]
    change = f"{subject}: {'; '.join(turned)}"
    if not turned:
        change = f"{subject} does not change whether the firm owns or rents compute, or lays people off"
    return [
        f"{change}. Over all settings tested, positions change by "
        f"{' to '.join(dict.fromkeys(ends))} against the baseline, and the run-rate saving is "
        f"{' to '.join(dict.fromkeys(savings))} a year.",
    ]


_ROUTES = {"own": "own GPUs", "rent": "rented GPUs", "api": "an API"}


def _route(name: str) -> str:
    return _ROUTES.get(name.lower(), name)


@TEXT.sentence("switches", "finance/routes")
def own_rent_or_api(solved: SolvedPlan, tables: Tables) -> list[str]:
    """Where own, rent and API switch, in words."""
    at = tables["switches"].set_index("switch")
    rent, api = at.iloc[0], at.iloc[3]
    p = solved.plan.inputs.options.parameters
    figures, shares = totals(solved.plan), token_shares(solved.plan)
    software = costs_by_period(solved.plan)["software"].sum() / max(figures.compute + figures.capex, _TINY)
    used = ", ".join(f"{share:.0%} from {_route(name)}" for name, share in shares.items() if share > 0)
    used, of = used or "from nowhere: none are used", shown_money().of
    return [
        f"Buying GPUs pays where rent is above {priced(rent['some'], ',.2f')} a GPU-hour; above "
        f"{of(rent['at_once']):,.2f} it pays from the first day. "
        f"The rent assumed is {of(p['rent_price']):,.2f}. Without interest, owning "
        f"costs {of(rent['as_accounts']):,.2f}. Against an API, owning pays above a utilisation of "
        f"{api['some']:.1%} of peak; above {api['at_once']:.1%} it pays from the first day. "
        f"The utilisation assumed is "
        f"{p['utilisation']:.0%}. Tokens of the last quarter come {used}.",
        f"Compute is {(figures.compute + figures.capex) / figures.cash:.1%} of the plan's cash. "
        f"{software:.0%} of compute is software and operation around the model, the same on every route.",
    ]


@TEXT.block("finance")
def solved_again(result: Result) -> Block:
    """The plan at each setting."""
    return noted(
        result, "finance", "question", "taken", "positions", "layoffs", "own_gpus", "route", "saving",
        "one_off", "break_even_month", "present_value", "worth",
        caption="The plan solved again at each setting",
        note="Computed on grouped roles, so the setting assumed here differs slightly from the plan. "
        "Each setting is compared with a baseline at the same pay. Severance and learning costs "
        "follow pay. Cost saved: the baseline's cost less the plan's, in present value.",
        merged=True,
    )  # fmt: skip
