"""In which currency a role table gives its costs, and what they are in dollars."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reallocate.errors import Problem
from reallocate.roster.currency import DOLLAR, Rates, currency_of


def role_currency(given: Mapping[str, str], in_header: str, where: str) -> tuple[str, Problem | None]:
    """The currency of a role's loaded cost, or the problem; USD where neither column nor header names one.

    given : (our column) the row's cell
    in_header : the currency that the header of the cost names, or ""; it decides before the column
    where : file and row
    """
    written = given.get("currency", "")
    if in_header or not written or not given.get("loaded_cost", ""):
        return in_header or DOLLAR, None
    unclear = Problem("currency is not a code of ISO 4217", where, "Write a code, such as USD.")
    code = currency_of(written)
    return code or DOLLAR, None if code else unclear


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
    people = roles[roles["cost_currency"].isin(list(rates.known))].groupby("cost_currency")["headcount"].sum()
    if people.empty:
        return ()
    paid = ", ".join(f"{total:,.0f} FTE in {code}" for code, total in people.items())
    return (f"{name}: loaded cost is converted to USD ({paid}): {rates.text(people.index)}",)
