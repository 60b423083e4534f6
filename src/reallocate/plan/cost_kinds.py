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
    "value of added work",
    "GPUs for products",
    "value of GPUs for products",
)

LOST = ("work dropped", "unfixed errors", "value of added work")
"""Value of work that is lost, or below 0 gained; not money that is paid."""

VALUES = ("value of added work", "value of GPUs for products")
"""Kinds that are below 0 where something is worth having."""

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

AFTER = "running cost after the plan"
BOOK_VALUE = "book value of GPUs at the end"
