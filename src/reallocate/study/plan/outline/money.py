"""Money: cash by month and quarter, then why positions end and what a cut would pay for."""

from __future__ import annotations

from reallocate.output.blocks import Block, Prose, Section
from reallocate.output.table import Range
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import headed, noted, prose, text

SHARES = (
    Range("Share of capital spending", "share_of_capex_low", "share_of_capex_high"),
    Range("Share of its increase", "share_of_increase_low", "share_of_increase_high"),
    Range("Severance, once", "severance_low_bn", "severance_high_bn"),
    Range("Severance / freed pay", "severance_low_months", "severance_high_months"),
)


def money(result: Result) -> Section:
    """Cash against the baseline by month and quarter."""
    return Section("money", "Money", [
        result.picture("payback"),
        *[Prose((line,)) for line in text(result, "headline")[1:2]],
        result.picture("money"),
        result.grid(
            "cash", "period", "case", "payroll", "compute", "capex", "exits", "training", "change", "total",
            caption="Cash by quarter", fold="Cash by quarter, baseline and plan",
        ),
        result.grid(
            "profit_and_loss", "period", "case", "payroll", "compute_opex", "depreciation", "restructuring",
            "training", "change", "total",
            caption="Profit and loss by quarter: bought compute depreciated over its life",
            fold="Profit and loss by quarter, baseline and plan",
        ),
    ])  # fmt: skip


def reasons(result: Result) -> Section:
    """Why positions end, the alternatives by case, and what a cut would pay for."""
    return Section("reasons", "Why positions end, and what a cut would pay for", [
        *prose(result, "money"),
        result.picture("payroll_against_compute"),
        result.grid("channels", "channel", "positions", "note", caption="Positions by reason"),
        noted(
            result, "cases", "case", "positions", "layoffs", "quits", "hires", "saving", "one_off",
            "break_even_month", "largest_outlay", "net_present_value", "work_dropped",
            caption="The plan and its alternatives",
            note="Plan without the cut: the cheapest plan, with no cut imposed. Undone, last quarter: "
            "work left undone then; the note gives the worst quarter.",
        ),
        *_funding(result),
        *_products(result),
    ], folded=True)  # fmt: skip


def _funding(result: Result) -> list[Block]:
    if not result.has("funding"):
        return []
    return headed(
        "What the cut would pay for",
        result.grid(
            "funding", "setting", "pay_per_head", "jobs", "freed_bn", *SHARES, "gpu_years",
            caption="Freed pay against capital spending",
        ),
    )  # fmt: skip


def _products(result: Result) -> list[Block]:
    if not result.has("products"):
        return []
    return headed(
        "Positions or GPUs for products",
        noted(
            result, "products", "cash_share", "cash", "gpus", "payroll", "positions", "layoffs",
            "work_dropped",
            caption="Positions and announced GPUs for products, by cash available",
            note="The value of GPUs falls as more are bought. It just covers their cost at the announced "
            "number. Payroll and positions are changes from the first row. Positions: the quarter with the "
            "largest change.",
        ),
    )  # fmt: skip
