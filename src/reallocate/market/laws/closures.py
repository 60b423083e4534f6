"""What closes the accounts: the identity of jobs, income, labour's share and pay."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.market.state.accounts import Accounts


class Closure(StrEnum):
    """How money, pay and jobs come together again once hours are saved."""

    MONEY_HELD = "A"
    INCOME_ON_PATH = "B"
    PAY_CLEARS = "C"

    @property
    def words(self) -> str:
        """What is assumed, in words that follow "if"."""
        return _WORDS[self]


_WORDS = {
    Closure.MONEY_HELD: "spending and real pay are held",
    Closure.INCOME_ON_PATH: "money income stays on its path and money pay does not give way",
    Closure.PAY_CLEARS: "pay clears",
}


HEADLINE = Closure.PAY_CLEARS
"""Fixed before its result was known; the others are readings."""
_CLOSE = 1e-9
"""How far both sides of the identity may be apart [log points]."""


class WorkDone(Protocol):
    """What is done with AI in several runs, as `money_held.Uses`."""

    @property
    def adopted(self) -> Array:
        """(run, industry) work done by adopters [share]."""

    @property
    def saved(self) -> Array:
        """(run, occupation) hours that an adopter saves [share]."""

    @property
    def renewed(self) -> Array:
        """(run) of the hours saved, that come back as new tasks [share]."""


def labour_and_pay(a: Accounts, use: WorkDone, wages: Array, worked: Array) -> tuple[Array, Array]:
    """Work wanted at the pay of the base year [USD million/year], and its mean pay [ratio]; (run).

    wages : (run, occupation) pay [ratio to the base year]
    worked : (run, industry) the same work as if no hours were saved, at the pay of the base year
        [USD million/year]
    A new task counts as the hour whose place it takes. An industry without staff pays as in the base year.
    """
    with_ai = (1.0 - use.renewed)[:, None] * use.adopted * worked
    each = np.matmul(worked[:, None, :], a.pay_share)[:, 0]
    each = each - np.matmul(with_ai[:, None, :], a.pay_share)[:, 0] * use.saved
    without_staff = (worked * ~a.is_staffed).sum(axis=1)
    labour = each.sum(axis=1) + without_staff
    return labour, ((each * wages).sum(axis=1) + without_staff) / labour


def labour_identity(labour: Array, income: Array, share: Array, pay: Array) -> Array:
    """By how much the identity misses; (run) [log points].

    labour : jobs weighted by the pay of the base year [ratio to the base year]
    income : in money [ratio to the base year]
    share : labour's, of income [ratio to the base year]
    pay : in money, mean of the work done [ratio to the base year]
    Δln jobs − (Δln money income + Δln labour share − Δln money pay)
    Source: an identity of national accounts: pay times work is labour's share of income.
    """
    missed: Array = np.log(labour) - (np.log(income) + np.log(share) - np.log(pay))
    return missed


def must_hold(missed: Array) -> None:
    """End where the identity does not hold in a run.

    missed : (run) [log points]; raises `InvariantError` beyond `_CLOSE`
    """
    worst = float(missed[np.abs(missed).argmax()])
    if not abs(worst) <= _CLOSE:
        what = f"jobs differ from money income, labour's share and pay by {worst:.3g} log points"
        raise InvariantError(Problem(what, "demand"))
