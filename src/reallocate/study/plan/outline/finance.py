"""For finance: accounts beside cash, what server life and pay change, where own, rent and API switch."""

from __future__ import annotations

from reallocate.output.blocks import Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import headed, noted, prose


def finance(result: Result) -> Section:
    """Finance's part of the page."""
    return Section(
        "finance",
        "For finance",
        (
            *prose(result, "finance"),
            noted(
                result, "finance", "question", "taken", "positions", "layoffs", "own_gpus", "route", "saving",
                "one_off", "break_even_month", "present_value", "worth",
                caption="The plan solved again at each setting",
                note="Computed on grouped roles, each setting against a baseline at the same pay. Severance "
                "and learning follow pay. Gained: present cost of the baseline less that of the plan.",
                merged=True,
            ),
            result.grid(
                "accounts", "year", "case", "payroll", "exits", "training", "change", "compute_opex", "capex",
                "cash", "depreciation", "profit_and_loss",
                caption="Cash beside profit and loss, by year of the plan",
                note="Cash counts compute when it is bought. Profit and loss counts its depreciation "
                "instead, in equal parts over the life in use. The plan minimises cash, never depreciation.",
            ),
            *headed(
                "Own, rent or API",
                *prose(result, "switches"),
                result.grid(
                    "switches", "switch", "now", "as_accounts", "some", "at_once",
                    caption="Where the cheapest route changes",
                    note="In accounts: capital over its life, power and upkeep, without interest. Plan: with "
                    "the discount rate and the wait for delivery; between the two, GPUs are ordered late.",
                ),
                result.grid(
                    "route_costs", "utilisation", "own_accounts", "own_plan", "rent", "api", "cheapest",
                    caption="A million tokens by route and utilisation of GPUs, at today's prices",
                    note="Without software and operation around the model, equal on every route.",
                ),
            ),
        ),
    )  # fmt: skip
