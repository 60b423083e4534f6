"""What each promise of a plan costs, alone and all together, in words beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from reallocate.api.prices import FREE, price
from reallocate.kernel.money import shown_money

_COUNTS = {2: "both", 3: "all three", 4: "all four", 5: "all five"}
_YEARS = {1: "one year", 2: "two years", 3: "three years", 4: "four years", 5: "five years"}
_QUARTERS_A_YEAR = 4


def price_of(
    name: str, typed: str, kept: Mapping[str, Any], without: Mapping[str, Any], rules_out: str = ""
) -> dict[str, Any]:
    """The price of one promise in words, with why.

    name : of the promise
    typed : what was promised, as it was written
    kept, without : the plan that keeps it and the cheapest without any, as from `promise_prices`
    rules_out : the cut that it rules out, in words
    """
    extra = float(kept["extra"])
    why = _why(name, extra, kept, without)
    why = f"{why}; with {rules_out} no plan keeps it: loosen one of the two" if rules_out else why
    return {"typed": typed, "extra": extra, "words": kept["price"], "why": why}


def _why(name: str, extra: float, kept: Mapping[str, float], without: Mapping[str, float]) -> str:
    """What of the plan is different, or why nothing is."""
    laid_off = round(without["layoffs"])
    if name == "keep_at_least":
        more = round(kept["positions"] - without["positions"])
        if more <= 0 or extra < FREE:
            return "the cheapest plan keeps as many"
        each = f"{shown_money().sign}{_rounded(shown_money().of(1e6 * extra / more)):,}"
        return f"{more:,} more positions than the cheapest plan; {each} for each"
    if not laid_off:
        return "the cheapest plan lays nobody off"
    if extra < FREE:
        return f"the cheapest plan lays off {laid_off:,} and keeps it"
    fewer = laid_off - round(kept["layoffs"])
    return (
        f"{fewer:,} fewer layoffs than the cheapest plan’s {laid_off:,}"
        if fewer > 0
        else f"the cheapest plan lays off {laid_off:,}"
    )


def price_heading(prices: Mapping[str, Any]) -> tuple[str, str]:
    """The heading of priced promises and the sentence below it.

    prices : each, all [USD million], cost of the cheapest plan [USD million], and quarters
    """
    each, extra = prices["each"], float(prices["all"])
    count, quarters = len(each), int(prices["quarters"])
    years = _YEARS.get(quarters // _QUARTERS_A_YEAR) if quarters % _QUARTERS_A_YEAR == 0 else None
    time = years or f"{quarters} quarters"
    if not count:
        return (
            "What do you promise? The plan you saw promises nothing.",
            "Each line is priced with the next answer.",
        )
    kept = _COUNTS.get(count, f"all {count}") if count > 1 else "it"
    if extra < FREE:
        return (
            f"Keep {kept}: that costs nothing in {time}.",
            "The cheapest plan without a promise keeps them already.",
        )
    heading = Markup(f'Keep {kept}, and the plan costs <b class="people">{price(extra)} more</b> in {time}.')
    lead = f"That is {100 * extra / prices['cost']:.1g}% of all cost."
    if count > 1:
        alone = sum(one["extra"] for one in each.values())
        lead += f" Alone, the promises cost {price(alone)} together." if alone - extra > FREE else ""
        lead += " Together they cost more than each alone." if extra - alone > FREE else ""
    return heading, lead


def _rounded(amount: float) -> int:
    """An amount to two figures."""
    return int(float(f"{amount:.2g}"))
