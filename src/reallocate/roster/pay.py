"""Pay of a roster and costs of a role table: currency, rate, dollars, and what no pay can be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.country import countries
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.money import DOLLAR, shown_money
from reallocate.roster.faults import NO_RATE
from reallocate.roster.file.cells import (
    CONTRACTOR,
    OFTEN,
    OPEN,
    Findings,
    amounts,
    is_blank,
    is_nan,
    read_amounts,
)
from reallocate.roster.file.currency import Rates, currency_of, header_currency
from reallocate.roster.file.headers import find_columns, plain
from reallocate.roster.file.money import (
    A_YEAR,
    Money,
    decimal_mark,
    header_period,
    money,
    period_of,
    read_number,
    with_point,
)
from reallocate.roster.file.rows import by_column, read_text_table


def role_currency(given: Mapping[str, str], in_header: str, where: str) -> tuple[str, Problem | None]:
    """The currency of a role's loaded cost, or the problem; the firm's money where the file names none.

    given : (our column) the row's cell
    in_header : the currency that the header of the cost names, or ""; it decides before the column
    where : file and row
    """
    written, usual = given.get("currency", ""), shown_money().code
    if in_header or not written or not given.get("loaded_cost", ""):
        return in_header or usual, None
    unclear = Problem("currency is not a code of ISO 4217", where, f"Write a code, such as {usual}.")
    code = currency_of(written)
    return code or usual, None if code else unclear


def rate_problems(roles: pd.DataFrame, rates: Rates, name: str) -> list[Problem]:
    """One problem a currency that has no rate.

    roles : (role) headcount [FTE] and cost_currency, "" where no cost is given
    rates : of currencies other than USD
    name : of the file
    """
    people = roles.groupby("cost_currency")["headcount"].agg(["size", "sum"])
    without = people[~people.index.isin(["", DOLLAR, *rates.known])]
    return [
        Problem(
            f"the loaded cost of {size:.0f} {'role' if size == 1 else 'roles'} with {total:,.0f} FTE is in "
            f"{code}, which has no rate",
            name,
            f"Write USD per unit and the day of the rate: --rate {code}=… --rates-date YYYY-MM-DD (in a "
            "scenario under [reading]), or leave the cost blank to use the industry's.",
            "A guessed rate would change every figure of the plan.",
        )
        for code, size, total in people.loc[without.index].itertuples()
    ]


def conversion_notes(roles: pd.DataFrame, rates: Rates, name: str) -> tuple[str, ...]:
    """At which rates costs were converted; nothing where all are in USD.

    roles : (role) headcount [FTE] and cost_currency
    rates : of currencies other than USD
    name : of the file
    """
    others = rates.known - {shown_money().code}
    people = roles[roles["cost_currency"].isin(list(others))].groupby("cost_currency")["headcount"].sum()
    if people.empty:
        return ()
    paid = ", ".join(f"{total:,.0f} FTE in {code}" for code, total in people.items())
    code = shown_money().code
    sentence = f"{name}: loaded cost is converted to {code} ({paid}): {rates.text(people.index)}"
    return (sentence, *proposed_country(roles["cost_currency"], name))


def proposed_country(currencies: Iterable[str], name: str) -> tuple[str, ...]:
    """Which country a firm may be in whose pay is in one other currency; it is proposed, not assumed.

    currencies : of each role or person, "" where no pay is given
    name : of the file
    """
    codes = {*currencies} - {""}
    (code,) = codes if len(codes) == 1 else ("",)
    there = [one for one in countries().values() if one.currency == code]
    if not there or code == DOLLAR or not shown_money().is_home:
        return ()
    names = " or ".join(f"{one.code} ({one.title})" for one in there[:_PROPOSED])
    return (
        f"{name}: all pay is in {code}, and the firm is planned as one of {shown_money().nation}. If it is "
        f"elsewhere, name its country: --country {names}",
    )


_PROPOSED = 4
"""Countries of one currency that are named at most."""


_SYNONYMS = {
    "currency": ("currency", "code", "currency code", "iso 4217"),
    "usd": ("usd", "rate", "usd per unit", "dollars per unit", "usd rate"),
    "date": ("date", "day", "as of"),
}
_KNOWN = {name: column for column, names in _SYNONYMS.items() for name in names}
_WRITE = "Write a header `currency,usd,date` and one row per currency, such as `EUR,1.08,2026-06-30`."


def rates_in(path: Path) -> tuple[tuple[str, ...], str]:
    """The rates of a file, each as EUR=1.08 [USD/unit], and their day, "" where the file names none.

    path : CSV, XLSX or Parquet with the columns currency, usd [USD/unit] and, if wanted, date
    Raises `UnknownName` where there is no such file, `InputError` where it is no table of rates of one day.
    """
    table = read_text_table(path, known=_KNOWN, of="currency", remedy=_WRITE)
    places, _, problems = find_columns(table.headers, table.name, _KNOWN)
    missing = [column for column in ("currency", "usd") if column not in places]
    if missing:
        problems.append(Problem(f"there is no column {missing[0]!r}", table.name, _WRITE))
    if problems:
        raise InputError(problems)
    rows = [by_column(cells, places) for _, cells in table.rows]
    days = {row["date"] for row in rows if row.get("date")}
    if len(days) > 1:
        what = f"the rates are of {len(days)} days"
        raise InputError(
            Problem(what, table.name, "Keep the rates of one day.", "One date is shown for all.")
        )
    rates = (f"{row['currency']}={row['usd']}" for row in rows if plain(row["currency"]) != "usd")
    return tuple(rates), next(iter(days), "")


LOWEST_COST = 1_000.0


HIGHEST_COST = 20_000_000.0


PAY = ("base", "bonus", "equity")
_PAY_WORD = re.compile(
    r"\b(pay|paid|salar\w*|wages?|comp|compensation|earnings?|remunerat\w*|income|ctc|cost to company|tcc|"
    r"\w*gehalt|\w*lohn|\w*entgelt|\w*vergutung|\w*verguetung|brutto\w*|salaires?|remuneration|traitement|"
    r"salarios?|sueldos?|retribucion|remuneracion|haberes)\b"
)
_LOOKED_AT, _MOSTLY = 2_000, 0.5
_FAR = 10.0
_FULL_TIME = re.compile(r"full[- ]time|\bfte\b", re.IGNORECASE)
"""What a header of pay says that gives it for full time, such as Oracle's."""
_UNKNOWN = "unknown"
_FULL_WEEK, _WEEKS, _MOST_HOURS, _MOST_PERCENT = 40.0, 52.0, 80.0, 200.0
"""[hours/week] and [weeks/year] that make hourly pay yearly, 2,080 hours; the most that is taken for weekly
hours, and for a bonus in per cent of base. Source: BLS, Occupational Employment and Wage Statistics,
technical notes, May 2023, on hourly and annual wages."""
_A_PERIOD = {
    "month": "a month", "hour": "an hour", "week": "a week", "two weeks": "two weeks",
    "half month": "half a month", "day": "a day",
}  # fmt: skip
_ONE_DOLLAR = 1.0
"""A salary that founders do take, and no slip of the pen."""


@dataclass(frozen=True, eq=False)
class PayFile:
    """What a file says of pay besides the amounts.

    heads : the file's header by our column
    status : (row) filled, open or contractor
    fte : (row) [share of full time]
    rates : of currencies other than USD
    comma_is_decimal : as the file has it
    """

    heads: Mapping[str, str]
    status: pd.Series
    fte: pd.Series
    rates: Rates
    comma_is_decimal: bool


@dataclass(frozen=True, eq=False)
class _Amounts:
    """A column of pay: (row) amount, currency and period that the cell names, "" where it names none."""

    amount: pd.Series
    currency: pd.Series
    period: pd.Series


def read_pay(texts: Mapping[str, pd.Series], file: PayFile, found: Findings) -> pd.DataFrame:
    """Each row's yearly pay in dollars, and the currency in which the file gives it.

    texts : (row) cells by our column
    file : heads, working times and rates
    found : takes what is wrong
    Returns (row) base, bonus, equity [USD/year], missing where the file gives none or there is no rate for
    its currency, and currency, of the base pay where there is any. A cell's own currency decides before the
    header of its column, and this before the column of currencies: `Base Salary (USD)` may stand beside the
    local currency.
    usd[p] = amount[p]·periods[p]·rate[currency(p)], periods = 12 of monthly pay, hours[p]·52 of hourly pay
    """
    index = file.status.index
    read = {column: _amounts(column, texts[column], file, found) for column in PAY if column in texts}
    share = _bonus_in_percent(read, texts, file.heads)
    currency, by_row = _currencies(read, share, texts, file, found)
    rows = pd.DataFrame(np.nan, index=index, columns=list(PAY))
    given = _yearly(read, share, texts, file, found) if read else {}
    for column, amount in given.items():
        worth = {code: file.rates.rate(code) for code in currency[column].unique().tolist()}
        rows[column] = amount * currency[column].map(worth)
    rows["currency"] = currency[next(iter(given))] if given else by_row
    if share is not None:
        given["bonus"] = given["bonus"].mask(share)
    _add_without_rate(given, currency, file, found)
    _check_amounts(given, rows, found)
    return rows


def looks_like_pay(header: str, texts: pd.Series) -> bool:
    """Whether a column that is not known seems to hold pay: by a word of its head, and amounts below it.

    header : as the file writes it
    texts : (row) cells, of which the first 2,000 that are not blank are looked at
    """
    seen = texts[~is_blank(texts)].head(_LOOKED_AT)
    amounts_seen = [one for text in seen if not isinstance(one := read_number(money(text).number), str)]
    alike = len(amounts_seen) >= _MOSTLY * len(seen) and any(one >= LOWEST_COST for one in amounts_seen)
    return bool(_PAY_WORD.search(plain(header))) and alike


def _bonus_in_percent(
    read: Mapping[str, _Amounts], texts: Mapping[str, pd.Series], heads: Mapping[str, str]
) -> pd.Series | None:
    """(row) Whether the bonus is a percentage of base pay; none where the file has not both."""
    if not {"base", "bonus"} <= read.keys():
        return None
    marked = texts["bonus"].str.endswith("%")
    if "%" in heads["bonus"] or "percent" in heads["bonus"].casefold():
        marked |= read["bonus"].currency.eq("") & read["bonus"].amount.le(_MOST_PERCENT)
    return marked & read["bonus"].amount.notna()


def _currencies(
    read: Mapping[str, _Amounts],
    share: pd.Series | None,
    texts: Mapping[str, pd.Series],
    file: PayFile,
    found: Findings,
) -> tuple[dict[str, pd.Series], pd.Series]:
    """(column) (row) the currency of each amount, and the row's own where it has no amount."""
    index, heads = file.status.index, file.heads
    in_header = {column: header_currency(heads[column]) for column in read}
    told = [column for column, code in in_header.items() if not code]
    asking = {column: read[column].amount.notna() & read[column].currency.eq("") for column in told}
    if share is not None and "bonus" in asking:
        asking["bonus"] &= ~share
    paid = pd.DataFrame(asking, index=index).any(axis=1)
    by_row = _row_currencies(texts.get("currency") if told or not read else None, paid, found)
    if unlike := [column for column, code in in_header.items() if code]:
        said = ", ".join(f"{heads[column]} in {in_header[column]}" for column in unlike)
        beside = "; the currency column is not used" if "currency" in texts else ""
        found.notes.append(f"Pay is read in the currency of its header: {said}{beside}.")
    currency: dict[str, pd.Series] = {}
    for column, one in read.items():
        other = pd.Series(in_header[column], index=index) if in_header[column] else by_row
        currency[column] = other.where(one.currency.eq(""), one.currency)
        if in_header[column] or "currency" in texts:
            differs = one.currency.ne("") & one.currency.ne(other) & other.ne("")
            found.add(column, "two currencies", differs)
    if share is not None:
        currency["bonus"] = currency["bonus"].mask(share, currency["base"])
    return currency, by_row


def _amounts(column: str, texts: pd.Series, file: PayFile, found: Findings) -> _Amounts:
    """A column of money, each different cell read once; `%` of a bonus stays for `_yearly`."""
    counts = texts[~is_blank(texts) | is_nan(texts)].value_counts()
    split = {text: money(text.removesuffix("%") if column == "bonus" else text) for text in counts.index}
    written: dict[str, int] = {}
    for text, often in counts.items():
        written[split[text].number] = written.get(split[text].number, 0) + int(often)
    mark = decimal_mark(written, is_money=True)
    read = {
        text: read_number(with_point(one.number, mark), file.comma_is_decimal and not mark)
        for text, one in split.items()
    }
    found.add(column, "two currencies", texts.isin([text for text, one in split.items() if one.other]))
    if mark == ",":
        found.notes.append(f"Amounts of {column} are read with a comma before the decimals.")
    named = {text: split.get(text, Money("")) for text in texts.unique().tolist()}
    return _Amounts(
        read_amounts(column, texts, read, found),
        texts.map({text: one.currency for text, one in named.items()}),
        texts.map({text: one.period for text, one in named.items()}),
    )


def _yearly(
    read: Mapping[str, _Amounts],
    share: pd.Series | None,
    texts: Mapping[str, pd.Series],
    file: PayFile,
    found: Findings,
) -> dict[str, pd.Series]:
    """(column) yearly amounts: base by its pay period, and a bonus in per cent as a share of base."""
    yearly = {column: one.amount for column, one in read.items()}
    hours = amounts("hours", texts["hours"], file.comma_is_decimal, found) if "hours" in texts else None
    full = pd.Series(_FULL_WEEK, index=file.fte.index) * file.fte
    weekly = full if hours is None else hours.where(hours.gt(0) & hours.le(_MOST_HOURS), full)
    for column, one in read.items():
        period = one.period
        if column == "base":
            period = _base_periods(one, texts.get("pay_period"), file.heads[column], found)
        factor = period.map({**A_YEAR, "": 1.0}).mask(period.eq("hour"), weekly * _WEEKS)
        for name in sorted({*period[yearly[column].notna()].unique()} - {"", "year", _UNKNOWN}):
            how = "12 months" if name == "month" else f"{A_YEAR.get(name, 0):g} periods a year"
            if name == "hour":
                own = "weekly hours" if hours is not None else f"{_FULL_WEEK:g} hours times working time"
                how = f"{own}, {_WEEKS:g} weeks a year"
            found.notes.append(f"Amounts of {column} for {_A_PERIOD[name]} are made yearly: {how}.")
        yearly[column] = yearly[column] * factor
    if "base" in yearly and _FULL_TIME.search(file.heads["base"]):
        found.notes.append("Base pay is that of full time, as its header says; it counts times working time.")
        yearly["base"] = yearly["base"] * file.fte
    if share is not None and share.any():
        found.notes.append("A bonus in per cent is read as a share of base pay.")
        yearly["bonus"] = yearly["bonus"].mask(share, read["bonus"].amount / 100.0 * yearly["base"])
    return yearly


def _base_periods(one: _Amounts, column: pd.Series | None, header: str, found: Findings) -> pd.Series:
    """(row) The pay period of base pay: the cell's, else the column's of periods, else the header's."""
    period = one.period
    if column is not None:
        blank = is_blank(column)
        named = column.map({text: period_of(text) for text in column.unique().tolist()})
        asked = one.amount.notna() & one.amount.ne(0) & one.period.eq("")
        found.add("pay_period", "unknown pay period", asked & ~blank & named.eq(""))
        found.add("pay_period", "missing pay period", asked & blank)
        # Pay whose period nobody can tell is no pay.
        named = named.mask(asked & named.eq(""), _UNKNOWN)
        period = period.where(period.ne(""), named)
    return period.where(period.ne(""), header_period(header))


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
    little = (base / rows["fte"].where(rows["fte"].between(0, 1, inclusive="right"), 1.0)).lt(median / _FAR)
    far = (base.gt(_FAR * median) | little) & people.ge(OFTEN)
    found.add("base", "pay ten times off the title's median", far)


def _add_without_rate(
    given: Mapping[str, pd.Series], currency: Mapping[str, pd.Series], file: PayFile, found: Findings
) -> None:
    """Find people whose pay is in a currency that has no rate, one finding a currency.

    Pay from outside and of open positions is not used; a row whose status is faulty may be an employee's.
    """
    missing: dict[tuple[str, str], pd.Series] = {}
    for column, amount in given.items():
        where = column if header_currency(file.heads[column]) or "currency" not in file.heads else "currency"
        for code in sorted(set(currency[column].unique()) - {"", DOLLAR, *file.rates.known}):
            rows = currency[column].eq(code) & amount.notna() & ~file.status.isin([OPEN, CONTRACTOR])
            missing[where, code] = rows | missing.get((where, code), False)
    for (where, code), rows in missing.items():
        found.add(where, NO_RATE, rows, code)


def _check_amounts(given: Mapping[str, pd.Series], dollars: pd.DataFrame, found: Findings) -> None:
    for column, amount in given.items():
        found.add(column, "negative pay", amount.lt(0))
        found.add(column, "pay above USD 20 million a year", dollars[column].gt(HIGHEST_COST))
    if "base" in given:
        base = dollars["base"]
        little = base.gt(0) & base.lt(LOWEST_COST) & base.ne(_ONE_DOLLAR)
        found.add("base", "pay below USD 1,000 a year", little)


def _row_currencies(texts: pd.Series | None, paid: pd.Series, found: Findings) -> pd.Series:
    """The currency of each row's pay; "" where it is not known."""
    if texts is None:
        if paid.any():
            found.notes.append(f"There is no currency column; pay is read as {shown_money().code}.")
        return pd.Series(shown_money().code, index=paid.index)
    blank = is_blank(texts)
    codes = texts.map({text: currency_of(text) for text in texts.unique().tolist()})
    found.add("currency", "missing currency", blank & paid)
    found.add("currency", "unknown currency", ~blank & codes.eq(""))
    return codes.where(~blank, "")
