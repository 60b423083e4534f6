"""The build-out of compute: jobs while it lasts, with new money and with money diverted from households."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.economy.laws.leontief import leontief_output
from reallocate.economy.market.accounts import Accounts
from reallocate.measure.arrays import Array


@dataclass(frozen=True, eq=False)
class BuildOut:
    """Jobs of a build-out in each of its years; both (occupation) [persons].

    new_money : where the money would not have been spent otherwise
    diverted : where households spend so much less, at home and abroad
    """

    new_money: Array
    diverted: Array


def build_out(a: Accounts, build: Array, spending: float) -> BuildOut:
    """Jobs that spending on building compute makes, all rounds of suppliers counted, while it lasts.

    a : accounts of the base year
    build : (industry) where a dollar goes at home; what is left is imported [share of the dollar]
    spending : beyond that of the base year [USD million/year]
    new money: staffᵀ·(I − A)⁻¹·b·spending; diverted: less the same of the households' basket, imports in it.
    Neither is a forecast: who pays for the build-out is not known, and both are shown. It ends with the
    spending.
    Source: Leontief 1936, Review of Economics and Statistics 18:105, DOI 10.2307/1927837.
    """
    basket = a.household / a.spent_at_home[0]
    output = leontief_output(a.domestic, spending * np.stack([build, basket], axis=1))
    new, less = output.T @ a.staff
    return BuildOut(new, new - less)
