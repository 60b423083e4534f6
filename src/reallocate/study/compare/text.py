"""A comparison in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from reallocate.plan.explain import money
from reallocate.result.result import Result
from reallocate.study.compare.inputs import Difference, part_says
from reallocate.study.compare.tables import NET_PRESENT_COST, SAVED
from reallocate.study.compare.why import EXACT_UP_TO, GROUPED, MADE, TOGETHER, Why

COST_LEAST = 0.5
"""Net present costs that differ by less are the same [USD million]."""

PEOPLE_LEAST = 0.5
NAMED = 4
COST = "cost"
POSITIONS, LAYOFFS = "positions at the end", "layoffs"
CAUSES = ((NET_PRESENT_COST, COST_LEAST, COST), (POSITIONS, PEOPLE_LEAST, "positions"))
SAME = "A and B have the same input: no key, no assumption, no table, no data and no version differs."


@dataclass(frozen=True)
class Figure:
    """A main result in both plans [unit of the result]."""

    a: float
    b: float
    change: float


def sentences(
    tables: Mapping[str, pd.DataFrame], differences: list[Difference], why: Why, same: int
) -> dict[str, list[str]]:
    """The comparison in sentences by part: headline, inputs, results and why.

    tables : results, roles, kinds and limits
    differences : of the inputs
    why : what the difference comes from
    same : how many inputs are the same
    """
    results = tables["results"].set_index("figure")[["a", "b", "change"]].astype(float)
    figures = {str(name): Figure(*row) for name, row in zip(results.index, results.to_numpy(), strict=True)}
    return {
        "headline": [*_headline(figures, differences), *_main_cause(figures, differences, why)],
        "inputs": _inputs(differences, same),
        "results": [*_roles(tables["roles"]), *_limits(tables["limits"])],
        "why": _method(why),
    }


def notes(
    a: Result, b: Result, differences: list[Difference], why: Why, tables: Mapping[str, pd.DataFrame]
) -> Iterator[str]:
    """What must be known to read a comparison rightly.

    a, b : the studies
    differences : of the inputs
    why : what the difference comes from
    tables : of the comparison
    """
    lengths = [len(study.facts["periods"]) for study in (a, b)]
    if lengths[0] != lengths[1]:
        yield (
            f"A plans {lengths[0]} quarters and B {lengths[1]}: figures over the plan add up other lengths "
            "of time, and figures at the end stand at other dates."
        )
    elif a.facts["start"] != b.facts["start"]:
        yield f"A begins in {a.facts['start']} and B in {b.facts['start']}: the same quarter is another date."
    if any(one.key == "headline_reach" for one in differences):
        yield "Single figures are by another source of reach in B; each plan's range shows all its sources."
    left = any(share.input == MADE for share in why.shares)
    if any(one.effect == "made" for one in differences):
        rest = f"what they do not reproduce stands as “{MADE}”" if left else "they reproduce both"
        yield (
            "A and B were not made with the same data and program; plans that say why are made with those "
            f"at hand{'' if why.plans == 0 else f', and {rest}'}."
        )
    elif left:
        yield (
            "Planned again, the same inputs do not give the figures that were saved; the rest stands as "
            f"“{MADE}”."
        )
    if any(share.input == GROUPED for share in why.shares):
        yield (
            "The plans that say why take small roles together, as ranges do; what that leaves unexplained "
            f"stands as “{GROUPED}”."
        )
    if any(len(study.table("groups")) < len(study.table("roles")) for study in (a, b)):
        yield "Power of own GPUs is that of the plan with small roles taken together."
    yield from why.impossible[:NAMED]
    if len(why.impossible) > NAMED:
        yield f"{len(why.impossible) - NAMED} more combinations have no plan either."
    if tables["results"][["a_low", "b_low"]].notna().to_numpy().any():
        other = any(one.key == "reach" for one in differences)
        yield (
            "Ranges of main figures are over sources of reach"
            + (", which are other ones in B. " if other else "; they shift both plans alike, so that a ")
            + ("" if other else "change smaller than its range still says something. ")
            + "Ranges of roles and kinds of work are over equally good plans: a change smaller than such a "
            "range may be one that the model cannot tell from none."
        )


def _headline(figures: Mapping[str, Figure], differences: list[Difference]) -> list[str]:
    cost, positions, layoffs = (figures[name] for name in (NET_PRESENT_COST, POSITIONS, LAYOFFS))
    people = any(abs(figure.change) >= PEOPLE_LEAST for figure in (positions, layoffs))
    if abs(cost.change) < COST_LEAST and not people:
        what = SAME if not differences else "A and B differ in their input, and no main result does."
        return [
            f"{what} Both cost {money(cost.a)} in present value and end with {positions.a:,.0f} "
            f"positions after {layoffs.a:,.0f} layoffs."
        ]
    opening = "" if differences else f"{SAME} Yet their results do. "
    lines = [
        f"{opening}B costs {_more(cost)} in present value and ends with {_count(positions, 'positions')}; "
        f"it has {_count(layoffs, 'layoffs')}."
    ]
    saved = figures[SAVED]
    if abs(cost.change + saved.change) >= COST_LEAST:
        lines.append(
            f"Their baselines differ too: against its own, A saves {money(saved.a)} and B {money(saved.b)}."
        )
    return lines


def _more(cost: Figure) -> str:
    if abs(cost.change) < COST_LEAST:
        return f"as much as A ({money(cost.a)})"
    word = "less" if cost.change < 0 else "more"
    return f"{money(abs(cost.change))} {word} than A ({money(cost.b)} against {money(cost.a)})"


def _count(figure: Figure, what: str) -> str:
    if abs(figure.change) < PEOPLE_LEAST:
        return f"as many {what} ({figure.a:,.0f})"
    word = "fewer" if figure.change < 0 else "more"
    return f"{abs(figure.change):,.0f} {word} {what} ({figure.b:,.0f} against {figure.a:,.0f})"


def _main_cause(figures: Mapping[str, Figure], differences: list[Difference], why: Why) -> list[str]:
    """Where the difference of cost comes from, and where that of positions does."""
    named = part_says(differences)
    if len(why.shares) == 1:
        return [f"The whole difference comes from {_called(why.shares[0].input, named)}."]
    lines = []
    for place, (name, least, what) in enumerate(CAUSES):
        total = figures[name].change
        if abs(total) >= least and why.shares:
            parts = [(_called(share.input, named), share.values[place]) for share in why.shares]
            parts = [part for part in parts if abs(part[1]) >= least]
            lines.append(_cause(what, total, sorted(parts, key=_size)))
    return lines


def _size(part: tuple[str, float]) -> float:
    return -abs(part[1])


def _cause(what: str, total: float, parts: list[tuple[str, float]]) -> str:
    """One sentence: shares where all contributions point one way, amounts where they offset each other."""
    subject = f"The {'lower' if total < 0 else 'higher'} cost"
    if what != COST:
        subject = f"{'Fewer' if total < 0 else 'More'} positions"
    verb = "comes" if what == COST else "come"
    if not parts:
        return f"{subject} {verb} from many small changes, none of them large enough to name."
    if len(parts) == 1:
        return f"{subject} {verb} from {parts[0][0]}."
    if all(value * total > 0 for _, value in parts):
        told = [f"{value / total:.0%} from {name}" for name, value in parts[:NAMED]]
        return f"{subject} {verb} {_listed(told)}{_rest(parts)}."
    told = [f"{_amount(what, value)} from {name}" for name, value in parts[:NAMED]]
    return f"{subject}: {_listed(told)}{_rest(parts)}; they partly offset each other."


def _called(part: str, named: Mapping[str, str]) -> str:
    if part == TOGETHER:
        return "what the inputs only do together"
    return f"“{named[part]}” ({part.removeprefix('parameters.')})" if part in named else part


def _amount(what: str, value: float) -> str:
    sign = "+" if value > 0 else "−"
    return f"{sign}{money(abs(value))}" if what == COST else f"{sign}{abs(value):,.0f} positions"


def _rest(parts: list[tuple[str, float]]) -> str:
    return f", and {len(parts) - NAMED} smaller contributions" if len(parts) > NAMED else ""


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _inputs(differences: list[Difference], same: int) -> list[str]:
    kinds = (
        ("input", "may move the plan"),
        ("follows", "as their consequence"),
        ("aside", "beside the plan only"),
        ("made", "of data and program"),
    )
    counts = [(sum(one.effect == kind for one in differences), words) for kind, words in kinds]
    told = [f"{count} {words}" for count, words in counts if count]
    if not told:
        return [f"All {same} inputs are the same."]
    many = "inputs differ" if len(differences) != 1 else "input differs"
    return [f"{len(differences)} {many} ({_listed(told)}), {same} are the same."]


def _roles(roles: pd.DataFrame) -> list[str]:
    if roles.empty:
        return ["No role ends with another number of positions."]
    fewer, more = (roles["change"] < 0).sum(), (roles["change"] > 0).sum()
    return [f"Roles that end with fewer positions in B: {fewer}; with more: {more}."]


def _limits(limits: pd.DataFrame) -> list[str]:
    lines = []
    for one, other in (("a", "b"), ("b", "a")):
        only = limits.loc[limits[f"decides_{one}"] & ~limits[f"decides_{other}"], "limit"]
        if len(only):
            lines.append(f"Only in {one.upper()} these limits decide: {', '.join(only)}.")
    if len(limits) and not lines:
        lines.append("The same limits decide in both.")
    return lines or ["No limit decides in either."]


def _method(why: Why) -> list[str]:
    """How the contributions were found, and what they mean."""
    sums = "They sum to the difference of the results, B less A."
    if why.method == "none":
        return ["No input that may move the plan differs."]
    if why.method == "one":
        return ["Only one input that may move the plan differs; the whole difference comes from it."]
    if why.method == TOGETHER:
        return [
            "Plans with some inputs as in A and others as in B are not all possible, so the difference is "
            "not shared out: it comes from the inputs together."
        ]
    if why.method == "exact":
        return [
            f"Each contribution is the mean over every order in which inputs can change from A to B (the "
            f"Shapley value), from {why.plans} plans. {sums}"
        ]
    return [
        f"More than {EXACT_UP_TO} inputs differ: each contribution is the mean of what it changes as the "
        f"first to change and as the last, from {why.plans} plans; what is left over stands as "
        f"“{TOGETHER}”. {sums}"
    ]
