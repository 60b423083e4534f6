"""The nation's accounts as the demand law reads them: who buys what of whom, and who is paid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.errors import InvariantError, Problem
from reallocate.measure.arrays import Array

CLOSE = 1e-6
"""Of an industry's output: how far costs and sales may miss it."""


@dataclass(frozen=True, eq=False)
class Accounts:
    """Inputs, pay, profits, final sales and staff of every industry in one year.

    industries : labels
    output : (industry) [USD million/year]
    domestic, imported : (supplier, buyer) inputs per dollar of the buyer's output [ratio]
    other : (industry) inputs of neither, scrap and the like, per dollar of output [ratio]
    labour, taxes, profits : (industry) per dollar of output [ratio]
    household, other_domestic, exports : (industry) final sales of domestic product [USD million/year]
    household_imports, other_imports : (industry) final purchases of imports, by the industry that would make
        them [USD million/year]
    staff : (industry, occupation) jobs per million dollars of output [persons]
    pay_share : (industry, occupation) of the industry's pay; rows sum to 1, or 0 without staff
    build : (industry) where a dollar spent on compute goes at home; build_imports of it is imported [ratio]
    Raises `InvariantError` where costs or sales do not add up to output.
    """

    industries: pd.Index
    output: Array
    domestic: Array
    imported: Array
    other: Array
    labour: Array
    taxes: Array
    profits: Array
    household: Array
    other_domestic: Array
    exports: Array
    household_imports: Array
    other_imports: Array
    staff: Array
    pay_share: Array
    build: Array
    build_imports: float

    def __post_init__(self) -> None:
        costs = self.domestic.sum(axis=0) + self.imported.sum(axis=0) + self.other
        paid = costs + self.labour + self.taxes + self.profits
        sold = self.domestic @ self.output + self.household + self.other_domestic + self.exports
        problems = [
            Problem(f"{what} do not add up to output for {self.industries[worst]}", "accounts")
            for what, error in (
                ("costs and incomes", np.abs(paid - 1.0)),
                ("sales", np.abs(sold / self.output - 1.0)),
            )
            for worst in [int(np.argmax(error))]
            if error[worst] > CLOSE
        ]
        total = float(self.build.sum()) + self.build_imports
        if abs(total - 1.0) > CLOSE:
            problems.append(Problem(f"spending on compute adds up to {total:.4f}, not 1", "accounts"))
        if problems:
            raise InvariantError(problems)

    @cached_property
    def spent_at_home(self) -> Array:
        """Spent at home in the base year, by households and by others; (buyer) [USD million/year]."""
        return np.array(
            [
                self.household.sum() + self.household_imports.sum(),
                self.other_domestic.sum() + self.other_imports.sum(),
            ]
        )

    @cached_property
    def income(self) -> Array:
        """Income of the base year; (pay–profits–taxes) [USD million/year]."""
        result: Array = np.array([self.labour, self.profits, self.taxes]) @ self.output
        return result

    @cached_property
    def rounds(self) -> Array:
        """(I − A)⁻¹, all rounds of suppliers; (supplier, buyer) [USD/USD]."""
        return np.linalg.inv(np.eye(len(self.output)) - self.domestic).astype(np.float64)

    @cached_property
    def rounds_with_taxes(self) -> Array:
        """The same where taxes are paid on every round; (supplier, buyer) [USD/USD]."""
        taxed = self.domestic + np.diag(self.taxes)
        return np.linalg.inv(np.eye(len(self.output)) - taxed).astype(np.float64)

    @cached_property
    def final_sales(self) -> Array:
        """Final sales of domestic product; (industry) [USD million/year]."""
        return self.household + self.other_domestic + self.exports

    @cached_property
    def exported(self) -> float:
        """All exports [USD million/year]."""
        return float(self.exports.sum())

    @cached_property
    def bought_abroad(self) -> Array:
        """Imported inputs and those of no industry; (industry) per dollar of output [ratio]."""
        result: Array = self.imported.sum(axis=0) + self.other
        return result

    @cached_property
    def household_share(self) -> Array:
        """Of what households buy of an industry, what is made at home; (industry) [share]."""
        bought = self.household + self.household_imports
        return np.divide(self.household, bought, out=np.zeros_like(bought), where=bought > 0)

    @cached_property
    def is_staffed(self) -> npt.NDArray[np.bool_]:
        """Whether an industry pays anybody; (industry)."""
        return np.asarray(self.pay_share.any(axis=1))

    @cached_property
    def staff_per_output(self) -> Array:
        """Jobs of all occupations; (industry) [persons per USD million/year of output]."""
        result: Array = self.staff.sum(axis=1)
        return result

    @cached_property
    def jobs_by_industry(self) -> Array:
        """Jobs by industry; (industry) [persons]."""
        result: Array = self.output * self.staff_per_output
        return result

    @cached_property
    def jobs_by_industry_and_occupation(self) -> Array:
        """Jobs; (industry, occupation) [persons]."""
        result: Array = self.output[:, None] * self.staff
        return result

    @cached_property
    def jobs(self) -> Array:
        """Jobs by occupation; (occupation) [persons]."""
        return self.output @ self.staff
