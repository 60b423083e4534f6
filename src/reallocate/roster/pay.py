"""The pay of a roster's people: in which currency, what it is in dollars, and what no pay can be."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from reallocate.roster.cells import OFTEN, Findings, amounts, is_blank
from reallocate.roster.currency import DOLLAR, Rates, currency_of, header_currency
from reallocate.roster.faults import NO_RATE
from reallocate.roster.roles import HIGHEST_COST, LOWEST_COST
from reallocate.roster.worker_types import CONTRACTOR, OPEN

PAY = ("base", "bonus", "equity")
FAR = 10.0
ONE_DOLLAR = 1.0
"""A salary that founders do take, and no slip of the pen."""


def read_pay(
    texts: Mapping[str, pd.Series],
    heads: Mapping[str, str],
    status: pd.Series,
    rates: Rates,
    comma_is_decimal: bool,
    found: Findings,
) -> pd.DataFrame:
    """Each row's pay in dollars, and the currency in which the file gives it.

    texts : (row) cells by our column
    heads : the file's header by our column
    status : (row) filled, open or contractor
    rates : of currencies other than USD
    comma_is_decimal : as the file has it
    found : takes what is wrong
    Returns (row) base, bonus, equity [USD/year], missing where the file gives none or no rate is given for
    its currency, and currency, of the base pay where there is any. The header of a column decides before the
    column of currencies: `Base Salary (USD)` may stand beside the local currency.
    usd[p] = amount[p]·rate[currency(p)]
    """
    index = status.index
    paid_as = [column for column in PAY if column in texts]
    given = {column: amounts(column, texts[column], comma_is_decimal, found) for column in paid_as}
    in_header = {column: header_currency(heads[column]) for column in given}
    told = [column for column, code in in_header.items() if not code]
    paid = pd.DataFrame({column: given[column].notna() for column in told}, index=index).any(axis=1)
    by_row = _row_currencies(texts.get("currency") if told or not given else None, paid, found)
    unlike = [column for column, code in in_header.items() if code]
    if unlike:
        said = ", ".join(f"{heads[column]} in {in_header[column]}" for column in unlike)
        beside = "; the currency column is not used" if "currency" in texts else ""
        found.notes.append(f"Pay is read in the currency of its header: {said}{beside}.")
    currency = {c: pd.Series(in_header[c], index=index) if in_header[c] else by_row for c in given}
    rows = pd.DataFrame(np.nan, index=index, columns=list(PAY))
    for column, amount in given.items():
        worth = {code: rates.rate(code) for code in currency[column].unique().tolist()}
        rows[column] = amount * currency[column].map(worth)
    rows["currency"] = currency[next(iter(given))] if given else by_row
    _add_without_rate(given, currency, rates, status, in_header, found)
    _check_amounts(given, rows, found)
    return rows


def check_outliers(rows: pd.DataFrame, found: Findings) -> None:
    """Find base pay that is ten times more or less than others with the same title and currency have.

    rows : (row) title, currency, base [USD/year] and fte [share of full time]
    found : takes what is wrong
    Of titles that five rows or more bear with pay.
    """
    base = rows["base"].where(rows["base"].between(LOWEST_COST, HIGHEST_COST) & rows["title"].ne(""))
    alike = base.groupby([rows["title"], rows["currency"]])
    median, people = alike.transform("median"), alike.transform("count")
    # Systems give the pay of part-timers for their own time or for full time.
    little = (base / rows["fte"].where(rows["fte"].between(0, 1, inclusive="right"), 1.0)).lt(median / FAR)
    far = (base.gt(FAR * median) | little) & people.ge(OFTEN)
    found.add("base", "pay ten times off the title's median", far)


def _add_without_rate(
    given: Mapping[str, pd.Series],
    currency: Mapping[str, pd.Series],
    rates: Rates,
    status: pd.Series,
    in_header: Mapping[str, str],
    found: Findings,
) -> None:
    """Find people whose pay is in a currency that has no rate, one finding a currency.

    Pay from outside and of open positions is not used; a row whose status is faulty may be an employee's.
    """
    missing: dict[tuple[str, str], pd.Series] = {}
    for column, amount in given.items():
        where = column if in_header[column] else "currency"
        for code in sorted(set(currency[column].unique()) - {"", DOLLAR, *rates.usd}):
            rows = currency[column].eq(code) & amount.notna() & ~status.isin([OPEN, CONTRACTOR])
            missing[where, code] = rows | missing.get((where, code), False)
    for (where, code), rows in missing.items():
        found.add(where, NO_RATE, rows, code)


def _check_amounts(given: Mapping[str, pd.Series], dollars: pd.DataFrame, found: Findings) -> None:
    for column, amount in given.items():
        found.add(column, "negative pay", amount.lt(0))
        found.add(column, "pay above USD 20 million a year", dollars[column].gt(HIGHEST_COST))
    if "base" in given:
        base = dollars["base"]
        little = base.gt(0) & base.lt(LOWEST_COST) & base.ne(ONE_DOLLAR)
        found.add("base", "pay below USD 1,000 a year", little)


def _row_currencies(texts: pd.Series | None, paid: pd.Series, found: Findings) -> pd.Series:
    """The currency of each row's pay; "" where it is not known."""
    if texts is None:
        if paid.any():
            found.notes.append("There is no currency column; pay is read as USD.")
        return pd.Series(DOLLAR, index=paid.index)
    blank = is_blank(texts)
    codes = texts.map({text: currency_of(text) for text in texts.unique().tolist()})
    found.add("currency", "missing currency", blank & paid)
    found.add("currency", "unknown currency", ~blank & codes.eq(""))
    return codes.where(~blank, "")
