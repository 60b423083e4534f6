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
                note="Computed on grouped roles, so the setting assumed here differs slightly from the plan. "
                "Each setting is compared with a baseline at the same pay. Severance and learning costs "
                "follow pay. Cost saved: the baseline's cost less the plan's, in present value.",
                merged=True,
            ),
            result.grid(
                "accounts", "year", "case", "payroll", "exits", "training", "change", "compute_opex", "capex",
                "cash", "depreciation", "profit_and_loss",
                caption="Cash and profit and loss, by year of the plan",
                note="Cash counts compute when it is bought. Profit and loss counts straight-line "
                "depreciation over the server life instead. The plan minimises cost, work left "
                "undone included.",
            ),
            *headed(
                "Own, rent or API",
                *prose(result, "switches"),
                result.grid(
                    "switches", "switch", "now", "as_accounts", "some", "at_once",
                    caption="Where the cheapest route changes",
                    note="In accounts: capital over its life, power and upkeep, without interest. In the "
                    "plan: with the discount rate and the wait for delivery. Above “some” the plan orders "
                    "GPUs late; above “immediately” it orders them at the start.",
                ),
                result.grid(
                    "route_costs", "utilisation", "own_accounts", "own_plan", "rent", "api", "cheapest",
                    caption="A million tokens by route and utilisation of GPUs, at today's prices",
                    note="Without software and operation around the model, which cost the same on every "
                    "route.",
                ),
            ),
        ),
        folded=True,
    )  # fmt: skip
