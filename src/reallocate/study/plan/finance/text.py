"""Finance's part of a plan in sentences: what other settings change, and where routes of compute switch."""

from __future__ import annotations

import pandas as pd

from reallocate.output.table import Tables
from reallocate.plan.accounts import totals
from reallocate.plan.outcome import costs_by_period
from reallocate.plan.plan_sentences import money
from reallocate.plan.route_choice import token_shares
from reallocate.problem.firm.finance_runs import LIFE, PAY
from reallocate.problem.firm.solved_cases import SolvedCases

SIGNED = {"run-rate saving": "saving", "cost saved in present value": "worth"}
ONE = 0.5
TINY = 1e-9


def finance_sentences(solved: SolvedCases, tables: Tables) -> dict[str, list[str]]:
    """Sentences by part of the page.

    tables : with finance and switches
    """
    table = tables["finance"]
    lines = [
        line for question in (LIFE, PAY) for line in _question(table[table["question"] == question], question)
    ]
    if not (table["question"] == PAY).any():
        lines.append("Pay with and without equity: not given; see pay_settings in [funding] of a scenario.")
    return {"finance": lines, "switches": _switches(solved, tables["switches"])}


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
    for words, column in SIGNED.items():
        turned += [
            f"at {one['taken']} the {words} changes its sign"
            for _, one in others.iterrows()
            if (one[column] > 0) != (usual[column] > 0)
        ]
    turned += [
        f"at {one['taken']} layoffs {'enter' if one['layoffs'] >= ONE else 'leave'} the plan"
        for _, one in others.iterrows()
        if (one["layoffs"] >= ONE) != (usual["layoffs"] >= ONE)
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


ROUTES = {"own": "own GPUs", "rent": "rented GPUs", "api": "an API"}


def _route(name: str) -> str:
    return ROUTES.get(name.lower(), name)


def _switches(solved: SolvedCases, table: pd.DataFrame) -> list[str]:
    """Where own, rent and API switch, in words."""
    at = table.set_index("switch")
    rent, api = at.iloc[0], at.iloc[3]
    p = solved.plan.inputs.options.parameters
    figures, shares = totals(solved.plan), token_shares(solved.plan)
    software = costs_by_period(solved.plan)["software"].sum() / max(figures.compute + figures.capex, TINY)
    used = ", ".join(f"{share:.0%} from {_route(name)}" for name, share in shares.items() if share > 0)
    used = used or "from nowhere: none are used"
    return [
        f"Buying GPUs pays where rent is above USD {rent['some']:,.2f} a GPU-hour; above "
        f"{rent['at_once']:,.2f} it pays from the first day. "
        f"The rent assumed is {p['rent_price']:,.2f}. Without interest, owning "
        f"costs {rent['as_accounts']:,.2f}. Against an API, owning pays above a utilisation of "
        f"{api['some']:.1%} of peak; above {api['at_once']:.1%} it pays from the first day. "
        f"The utilisation assumed is "
        f"{p['utilisation']:.0%}. Tokens of the last quarter come {used}.",
        f"Compute is {(figures.compute + figures.capex) / figures.cash:.1%} of the plan's cash. "
        f"{software:.0%} of compute is software and operation around the model, the same on every route.",
    ]
