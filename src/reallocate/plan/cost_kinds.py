"""The kinds of cost a plan has, and the objective as the sum of their present values."""

from __future__ import annotations

STATISTICS = (
    "payroll",
    "contractors",
    "api",
    "rent",
    "power and upkeep",
    "software",
    "upkeep of systems",
    "systems put up",
    "GPU purchases",
    "severance",
    "notice pay",
    "replacing induced quits",
    "hiring",
    "training and moving",
    "change",
    "work dropped",
    "unfixed errors",
    "GPUs for products",
    "value of GPUs for products",
)

ADDED = "value of added work"
"""A further kind where own work answers to its cost: below 0 where added work is worth having."""

VALUES = ("value of GPUs for products", ADDED)
"""Kinds that are below 0 where something is worth having."""

LOST = ("work dropped", "unfixed errors")
"""Value of work that is lost, not money that is paid."""

NOT_CASH = (*LOST, "value of GPUs for products")

PRODUCTS = ("GPUs for products",)
"""Cash for the firm's products, which is no part of its own work."""

CASH = tuple(name for name in STATISTICS if name not in NOT_CASH)

RUNNING = (
    "payroll", "contractors", "api", "rent", "power and upkeep", "software", "upkeep of systems", *LOST,
)  # fmt: skip

CASH_COLUMNS = {
    "payroll": ("payroll", "contractors"),
    "compute": ("api", "rent", "power and upkeep", "software", "upkeep of systems"),
    "capex": ("GPU purchases",),
    "exits": ("severance", "notice pay", "replacing induced quits"),
    "training": ("hiring", "training and moving"),
    "change": ("change", "systems put up"),
}

AI_CASH = tuple(name for column in ("compute", "capex", "change") for name in CASH_COLUMNS[column])
"""Cash that is paid for AI in the firm's own work: tokens, rent, GPUs, energy, systems and their adoption."""

AFTER = "running cost after the plan"
VALUE_AT_END = "value of GPUs at the end"
