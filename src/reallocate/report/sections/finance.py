"""For finance: accounts beside cash, what server life and pay flip, where own, rent and API switch."""

from __future__ import annotations

from reallocate.output.blocks import Block, Heading, Prose, Section
from reallocate.report.reading import Reading
from reallocate.report.tables import grid, noted

FLOWS = ("payroll", "exits", "training", "change", "compute_opex", "capex", "cash", "depreciation")


def finance(reading: Reading) -> Section:
    """Finance's part of the page."""
    said = reading.sentences("finance")
    blocks: list[Block] = [Prose(tuple(said))] if said else []
    blocks += [
        grid(
            reading,
            "finance",
            noted(
                reading,
                "finance",
                (
                    "question",
                    "taken",
                    "positions",
                    "layoffs",
                    "own_gpus",
                    "route",
                    "saving",
                    "one_off",
                    "break_even_month",
                    "present_value",
                    "worth",
                ),
            ),
            caption="The plan solved anew at each setting",
            note="Computed on grouped roles, each setting against a baseline at the same pay. Severance and "
            "learning follow pay. Gained: present cost of the baseline less that of the plan.",
            merged=True,
        ),
        grid(
            reading,
            "accounts",
            ("year", "case", *FLOWS, "profit_and_loss"),
            caption="Cash beside profit and loss, by year of the plan",
            note="Cash counts compute when it is bought; profit and loss takes its depreciation instead, in "
            "equal parts over the life in use. The plan minimises cash, never depreciation.",
        ),
        *_switches(reading),
    ]
    return Section("finance", "For finance", tuple(blocks))


def _switches(reading: Reading) -> list[Block]:
    said = reading.sentences("switches")
    return [
        Heading("Own, rent or API"),
        *([Prose(tuple(said))] if said else []),
        grid(
            reading,
            "switches",
            ("switch", "now", "as_accounts", "some", "at_once"),
            caption="Where the cheapest route changes",
            note="In accounts: capital over its life, power and upkeep, without interest. Plan: with the "
            "discount rate and the wait for delivery; between the two, GPUs are ordered late.",
        ),
        grid(
            reading,
            "route_costs",
            ("utilisation", "own_accounts", "own_plan", "rent", "api", "cheapest"),
            caption="A million tokens by route and by how much GPUs are used, at today's prices",
            note="Without software and operation around the model, which cost the same on every route.",
        ),
    ]
