"""What is wrong with the promises and limits of a plan, beside their fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reallocate.api.requests import PlanRequest
from reallocate.api.spelling import in_python
from reallocate.kernel.errors import InfeasiblePlan, InputError, Problem, ReallocateError
from reallocate.kernel.money import shown_money
from reallocate.kernel.options import options
from reallocate.web.page import field_faults
from reallocate.web.pages.own_figures import PAY, own_labels

FIVE = ("no_layoffs_before", "keep_at_least", "protect", "max_exits_per_month", "notice_days")
"""The promises that are open on the page, in its order; the others stand in a fold."""
_FIELDS_OF = {
    "cash_per_year": "budget", "ai_per_year": "ai_budget", "hiring_freeze_quarters": "hiring_freeze",
    "max_hires_per_quarter": "max_hires", "share": "exits", "count": "exits", "date": "exits_date",
    "exits.share": "exits", "exits.count": "exits", "exits.date": "exits_date",
}  # fmt: skip
"""Keys of a scenario -> the option that sets them, where it is called otherwise."""
NOBODY = "nobody works in"
def _in_money(words: str) -> str:
    """Words of a field in the money of the firm."""
    return shown_money().words(words)


_UNITS = {
    "no_layoffs_before": ("month after the start of the plan", "Write a month, such as Jul 2029."),
    "keep_at_least": ("number of today’s positions", "Write a share up to 100%, or positions{most}."),
    "protect": ("role or department of this firm", "Choose one from the list."),
    "max_exits_per_month": ("number of people a month", "Write people, 0 or more, such as 30."),
    "notice_days": ("number of days", "Write days, 0 or more, such as 90."),
    "minimum_cover": ("role with a number of people", "Write both, such as Registered Nurses=40."),
    "span_at_most": ("number of people to a manager", "Write people, such as 8."),
    "retrain_before_exit": ("share of them", "Choose one."),
    "exits": ("part of all positions", "Write a share such as 10%, or positions{most}."),
    "exits_date": ("quarter of the plan", "Write a quarter, such as 2027 Q1."),
    "budget": ("amount of USD million a year", "Write USD million, such as 300."),
    "ai_budget": ("amount of USD million a year", "Write USD million, such as 20."),
    "hiring_freeze": ("number of quarters", "Write quarters, 0 to 40."),
    "max_hires": ("number of hires a quarter", "Write people, 0 or more."),
    "start": ("first month of a quarter", "Write 2027-01, 2027-04, 2027-07 and so on."),
    "quarters": ("length in quarters", "Write quarters, 1 to 40."),
    PAY: ("cost of a position in USD a year", "Write dollars, such as 90,000."),
}  # fmt: skip
"""Fields -> what is asked for, and the remedy in its unit."""
_NAMED_AS = {
    "exits": "the cut", "no_layoffs_before": "no layoffs before that month",
    "keep_at_least": "the positions to keep",
    "protect": "those who are not laid off", "max_exits_per_month": "so few who leave in a month",
    "cash_per_year": "the limit on cash", "ai_per_year": "the limit on cash for AI",
}  # fmt: skip
"""Keys -> words, where a promise is broken by them."""


def promise_faults(
    error: ReallocateError,
    state: Mapping[str, Any],
    typed: Mapping[str, str],
    figures: Sequence[Mapping[str, str]],
) -> tuple[dict[str, str], list[str]]:
    """What is wrong with each field, in its unit and with the remedy; and what stands above them.

    state : the firm as far as it is known
    typed : what was filled in
    figures : own figures, as from `own_fields`
    """
    asked = {one.name for one in options(PlanRequest) if one.blank is not None}
    known = asked | {one["name"] for one in figures} | {PAY}
    labels, units = own_labels(figures), {one["name"]: one["unit"] for one in figures}
    found, others = dict[str, str](), list[str]()
    is_conflict = isinstance(error, InfeasiblePlan)
    for problem in error.problems:
        names = [_field(one, labels) for one in problem.where.split(", ")]
        if not set(names) & known:
            names = [one for one in FIVE if re.search(rf"\b{one}\b", problem.what)]
        if not set(names) & known:
            others.append(in_python(str(problem)))
        for name in [one for one in names if one in known]:
            if is_conflict:
                found[name] = _conflict(name, names, problem.what)
            else:
                found[name] = _wrong(name, typed.get(name, ""), problem, state, units.get(name, ""))
    if found:
        several = f"{len(found)} fields below need" if len(found) > 1 else "The field below needs"
        others.append(f"Nothing was computed. {several} a change.")
    return found, others


def _field(where: str, labels: Mapping[str, str]) -> str:
    """The field that an error is about: it names an option, a key of a scenario, or an own figure."""
    key = where.split("] ")[-1].strip("[]")
    return labels.get(where) or _FIELDS_OF.get(key) or key.removeprefix("--").replace("-", "_")


def _conflict(name: str, names: Sequence[str], what: str) -> str:
    """That a promise cannot be kept, and what else breaks it."""
    parts = what.removeprefix("no plan keeps ").removesuffix(" together").split(" and ")
    words = dict(_NAMED_AS)
    if "exits" in names and len(parts) == len(names):
        words["exits"] = f"the cut of {parts[list(names).index('exits')].split(' ')[0]}"
    others = [words.get(one, one.replace("_", " ")) for one in names if one != name]
    return (
        f"With {listed(others)} no plan keeps this. Loosen one."
        if others
        else "No plan keeps this. Loosen it."
    )


def _wrong(name: str, typed: str, problem: Problem, state: Mapping[str, Any], unit: str) -> str:
    """What is wrong with a field, in its unit, with the remedy."""
    text, positions = typed.strip()[:60], round(float(state.get("positions") or 0))
    if name == "protect" and problem.what.startswith(NOBODY):
        return f"{problem.what[:1].upper()}{problem.what[1:]}. {problem.remedy}"
    if name == "exits_date" and "how many" in problem.what:
        return "This says when, but not how many. Write the number too, such as 10%."
    if " may be " in problem.what and text:
        return f"{problem.what[:1].upper()}{problem.what[1:]}. {problem.remedy}"
    if name in _UNITS:
        what, remedy = (_in_money(words) for words in _UNITS[name])
        most = f" up to {positions:,}" if positions else ""
        return f"“{text}” is no {what}. {remedy.format(most=most)}"
    said = field_faults(InputError(problem))
    first = next(iter(said.values()), "").replace("Write digits, such as 45000.", "")
    return f"{first.strip()} {f'Write a number [{unit}].' if unit else ''}".strip()


def listed(words: Sequence[str]) -> str:
    """Words with commas and an and between them."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
