"""The nation's accounts as the demand law reads them, brought to balance to the last digit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.market.state.market import ratio

_CLOSE = 1e-6
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
            if error[worst] > _CLOSE
        ]
        total = float(self.build.sum()) + self.build_imports
        if abs(total - 1.0) > _CLOSE:
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


_HOUSEHOLD, _EXPORTS = "household", "exports"


def read_accounts(
    tables: Mapping[str, pd.DataFrame], occupations: pd.Index, spending: Mapping[str, float]
) -> Accounts:
    """The accounts of the latest year at hand.

    tables : industries_io, input_requirements, final_demand, industry_staffing, computing_demand
    occupations : labels of the market, in order
    spending : (capital, power, services) how a dollar spent on compute splits [share], adding up to 1
    Published tables add up to a few millionths; what is missing is added to other sales at home and to other
    inputs. Staff is that of establishments, without the self-employed; farms have none.
    Source: BEA input-output accounts 2023, by way of USEPA useeior 1.7.2; BLS OEWS May 2025 (staff).
    """
    about = tables["industries_io"].set_index("industry")
    names = pd.Index(about.index)
    output = about["output"].to_numpy(dtype=float)
    domestic, imported = (
        _square(tables["input_requirements"], names, column) for column in ("domestic", "imported")
    )
    sales = tables["final_demand"]
    household, exports = (_sold(sales, names, sales["category"] == name) for name in (_HOUSEHOLD, _EXPORTS))
    rest = _sold(sales, names, ~sales["category"].isin([_HOUSEHOLD, _EXPORTS]))
    labour, taxes, profits = (
        about[name].to_numpy(dtype=float) / output for name in ("compensation", "taxes", "surplus")
    )
    sold = domestic @ output + household[0] + rest[0] + exports[0]
    other = 1.0 - domestic.sum(axis=0) - imported.sum(axis=0) - labour - taxes - profits
    staff, pay = _staff(tables["industry_staffing"], names, occupations)
    build, abroad = _compute_spending(tables["computing_demand"], names, spending)
    return Accounts(
        names,
        output,
        domestic,
        imported,
        other,
        labour,
        taxes,
        profits,
        household[0],
        rest[0] + output - sold,
        exports[0],
        household[1],
        rest[1] + exports[1],
        staff / output[:, None],
        ratio(pay, pay.sum(axis=1, keepdims=True)),
        build,
        abroad,
    )


def _compute_spending(
    table: pd.DataFrame, industries: pd.Index, spending: Mapping[str, float]
) -> tuple[Array, float]:
    """Where a dollar spent on compute goes.

    table : computing_demand: spending, industry, share, import_share
    industries : labels, in order
    spending : (capital, power, services) [share]
    Returns (industry) what it buys at home, and what is imported [share of the dollar].
    """
    weight = table["spending"].map(dict(spending)).to_numpy(dtype=float) * table["share"].to_numpy(
        dtype=float
    )
    abroad = weight * table["import_share"].to_numpy(dtype=float)
    build = np.zeros(len(industries))
    np.add.at(build, industries.get_indexer(pd.Index(table["industry"])), weight - abroad)
    return build, float(abroad.sum())


def _square(table: pd.DataFrame, names: pd.Index, column: str) -> Array:
    wide = table.pivot(index="supplier", columns="industry", values=column)
    return wide.reindex(index=names, columns=names).fillna(0.0).to_numpy(dtype=float)


def _sold(sales: pd.DataFrame, names: pd.Index, which: pd.Series) -> tuple[Array, Array]:
    total = sales[which].groupby("industry")[["domestic", "imported"]].sum().reindex(names).fillna(0.0)
    return total["domestic"].to_numpy(dtype=float), total["imported"].to_numpy(dtype=float)


def _staff(table: pd.DataFrame, names: pd.Index, occupations: pd.Index) -> tuple[Array, Array]:
    """Jobs [persons] and pay [USD/year] by industry and occupation."""
    jobs, pay = (np.zeros((len(names), len(occupations))) for _ in range(2))
    rows = names.get_indexer(pd.Index(table["industry"]))
    columns = occupations.get_indexer(pd.Index(table["occupation"]))
    known = (rows >= 0) & (columns >= 0)
    employment = table["employment"].to_numpy(dtype=float)[known]
    np.add.at(jobs, (rows[known], columns[known]), employment)
    np.add.at(
        pay, (rows[known], columns[known]), employment * table["wage_mean"].to_numpy(dtype=float)[known]
    )
    return jobs, pay
