"""Money: cash beside profit and loss, payroll against compute, and what the cut would pay for."""

from __future__ import annotations

from reallocate.output.blocks import Block, Section
from reallocate.output.table import Range
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import headed, noted, prose

SHARES = (
    Range("Share of capital spending", "share_of_capex_low", "share_of_capex_high"),
    Range("Share of its increase", "share_of_increase_low", "share_of_increase_high"),
    Range("Severance, once", "severance_low_bn", "severance_high_bn"),
    Range("Severance / freed pay", "severance_low_months", "severance_high_months"),
)


def money(result: Result) -> Section:
    """Money."""
    return Section("money", "Money", [
        *prose(result, "money"),
        result.picture("payroll_against_compute"),
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
        *headed(
            "Why positions end: AI, cuts for money, or slack",
            result.grid("channels", "channel", "positions", "note", caption="Positions by reason"),
            noted(
                result, "cases", "case", "positions", "layoffs", "quits", "hires", "saving", "one_off",
                "break_even_month", "largest_outlay", "net_present_value", "work_dropped",
                caption="The plan and its alternatives",
                note="Plan without the cut: the cheapest plan, with no cut imposed. Undone, last quarter: "
                "work left undone then; the note gives the worst quarter.",
            ),
        ),
        *_response(result),
        *_funding(result),
        *_products(result),
    ])  # fmt: skip


def _response(result: Result) -> list[Block]:
    if not result.has("scale_effect"):
        return []
    return headed(
        "Would AI make this firm grow?",
        *prose(result, "response"),
        result.grid("scale_effect", "effect", "positions", "note", caption="Substitution and scale"),
        result.picture("positions_by_capture"),
        result.grid(
            "capture", "response", "capture", "positions", caption="Positions by capture",
            fold="Positions by capture and price response",
        ),
    )  # fmt: skip


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
