"""Two plans side by side in sentences: how they differ, why, and what to know before believing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from reallocate.firm.compare.model import EXACT_UP_TO, GROUPED, MADE, TOGETHER
from reallocate.firm.compare.tables import NET_PRESENT_COST, SAVED, ComparedPlans
from reallocate.firm.model.words import money
from reallocate.firm.request.saved import Difference, part_says
from reallocate.kernel.number import cell, listed, say
from reallocate.kernel.table import Tables
from reallocate.kernel.text import BULLETS, LEAD, Text

_COST_LEAST = 0.5
"""Net present costs that differ by less are the same [USD million]."""

_PEOPLE_LEAST = 0.5
_Figures = Mapping[Any, Mapping[Any, float]]
"""Main results, each in both plans, and its change."""
_NAMED = 4
_COST = "cost"
_POSITIONS, _LAYOFFS = "positions at the end", "layoffs"
_CAUSES = ((NET_PRESENT_COST, _COST_LEAST, _COST), (_POSITIONS, _PEOPLE_LEAST, "positions"))
_SAME = "A and B have the same input: no key, no assumption, no table, no data and no version differs."


TEXT = Text()


@TEXT.sentence("headline", "headline", LEAD, after="not_compared")
def answer(plans: ComparedPlans, tables: Tables) -> str:
    """What B costs more or less than A, and how their people differ."""
    return _headline(_main_figures(tables), plans.differences)[0]


@TEXT.sentence("headline", "headline", after="cards")
def more(plans: ComparedPlans, tables: Tables) -> list[str]:
    """How the baselines differ, and where the difference comes from."""
    figures = _main_figures(tables)
    return [*_headline(figures, plans.differences)[1:], *_main_cause(figures, plans)]


def _main_figures(tables: Tables) -> _Figures:
    rows = tables["results"].set_index("figure")[["a", "b", "change"]].astype(float)
    figures: _Figures = rows.to_dict("index")
    return figures


def _headline(figures: _Figures, differences: list[Difference]) -> list[str]:
    cost, positions, layoffs = (figures[name] for name in (NET_PRESENT_COST, _POSITIONS, _LAYOFFS))
    people = any(abs(figure["change"]) >= _PEOPLE_LEAST for figure in (positions, layoffs))
    if abs(cost["change"]) < _COST_LEAST and not people:
        what = _SAME if not differences else "A and B differ in their input, and no main result does."
        return [
            f"{what} Both cost {money(cost['a'])} in present value and end with {_people(positions['a'])} "
            f"positions after {_people(layoffs['a'])} layoffs."
        ]
    opening = "" if differences else f"{_SAME} Yet their results do. "
    lines = [
        f"{opening}B costs {_more(cost)} in present value and ends with {_count(positions, 'positions')}; "
        f"it has {_count(layoffs, 'layoffs')}."
    ]
    saved = figures[SAVED]
    if abs(cost["change"] + saved["change"]) >= _COST_LEAST:
        lines.append(
            f"Their baselines differ too: against its own, A saves {money(saved['a'])} and B "
            f"{money(saved['b'])}."
        )
    return lines


def _more(cost: Mapping[Any, float]) -> str:
    if abs(cost["change"]) < _COST_LEAST:
        return f"as much as A ({money(cost['a'])})"
    word = "less" if cost["change"] < 0 else "more"
    return f"{money(abs(cost['change']))} {word} than A ({money(cost['b'])} against {money(cost['a'])})"


def _count(figure: Mapping[Any, float], what: str) -> str:
    if abs(figure["change"]) < _PEOPLE_LEAST:
        return f"as many {what} ({_people(figure['a'])})"
    word, change = "fewer" if figure["change"] < 0 else "more", _people(abs(figure["change"]))
    return f"{change} {word} {what} ({_people(figure['b'])} against {_people(figure['a'])})"


_people = partial(cell, digits=0, exact=True)


def _main_cause(figures: _Figures, plans: ComparedPlans) -> list[str]:
    """Where the difference of cost comes from, and where that of positions does."""
    named, why = part_says(plans.differences), plans.why
    if len(why.shares) == 1:
        return [f"The whole difference comes from {_called(why.shares[0].input, named)}."]
    lines = []
    for place, (name, least, what) in enumerate(_CAUSES):
        total = figures[name]["change"]
        if abs(total) >= least and why.shares:
            parts = [(_called(share.input, named), share.values[place]) for share in why.shares]
            parts = [part for part in parts if abs(part[1]) >= least]
            lines.append(_cause(what, total, sorted(parts, key=lambda part: -abs(part[1]))))
    return lines


def _cause(what: str, total: float, parts: list[tuple[str, float]]) -> str:
    """One sentence: shares where all contributions point one way, amounts where they offset each other."""
    subject = f"The {'lower' if total < 0 else 'higher'} cost"
    if what != _COST:
        subject = f"{'Fewer' if total < 0 else 'More'} positions"
    verb = "comes" if what == _COST else "come"
    if not parts:
        return f"{subject} {verb} from many small changes, none of them large enough to name."
    if len(parts) == 1:
        return f"{subject} {verb} from {parts[0][0]}."
    if all(value * total > 0 for _, value in parts):
        shares = [f"{say(value / total, 'share', digits=0)} from {name}" for name, value in parts[:_NAMED]]
        return f"{subject} {verb} {listed(shares)}{_rest(parts)}."
    amounts = [f"{_amount(what, value)} from {name}" for name, value in parts[:_NAMED]]
    return f"{subject}: {listed(amounts)}{_rest(parts)}; they partly offset each other."


def _called(part: str, named: Mapping[str, str]) -> str:
    if part == TOGETHER:
        return "the interaction of the inputs"
    return f"“{named[part]}” ({part.removeprefix('parameters.')})" if part in named else part


def _amount(what: str, value: float) -> str:
    if what != _COST:
        return f"{cell(value, signed=True, digits=0, exact=True)} positions"
    return f"{'+' if value > 0 else '−'}{money(abs(value))}"


def _rest(parts: list[tuple[str, float]]) -> str:
    return f", and {len(parts) - _NAMED} smaller contributions" if len(parts) > _NAMED else ""


@TEXT.sentence("inputs", "inputs")
def inputs_text(plans: ComparedPlans, tables: Tables) -> str:
    """How many inputs differ, by what they do to the plan."""
    effects = {
        "input": "may change the plan",
        "follows": "follow from another",
        "aside": "do not change the plan",
        "made": "of data and program",
    }
    differences, same = plans.differences, plans.same
    counts = {words: sum(one.effect == effect for one in differences) for effect, words in effects.items()}
    each = [f"{count} {words}" for words, count in counts.items() if count]
    if not each:
        return f"All {same} inputs are the same."
    many = "inputs differ" if len(differences) != 1 else "input differs"
    return f"{len(differences)} {many} ({listed(each)}), {same} are the same."


@TEXT.sentence("results", "roles")
def roles_text(plans: ComparedPlans, tables: Tables) -> str:
    """How many roles end with fewer positions, and with more."""
    roles = tables["roles"]
    if roles.empty:
        return "No role ends with another number of positions."
    fewer, gaining = (roles["change"] < 0).sum(), (roles["change"] > 0).sum()
    return f"Roles that end with fewer positions in B: {fewer}; with more: {gaining}."


@TEXT.sentence("results", "limits")
def limits_text(plans: ComparedPlans, tables: Tables) -> list[str]:
    """Which limits are binding in one plan alone."""
    if "limits" not in tables:
        return []
    limits = tables["limits"]
    lines = []
    for one, other in (("a", "b"), ("b", "a")):
        only = limits.loc[limits[f"decides_{one}"] & ~limits[f"decides_{other}"], "limit"]
        if len(only):
            lines.append(f"Binding in {one.upper()} only: {', '.join(only)}.")
    if len(limits) and not lines:
        lines.append("The same limits are binding in both.")
    return lines or ["No limit is binding in either."]


@TEXT.sentence("why", "why")
def method(plans: ComparedPlans, tables: Tables) -> str:
    """How the contributions were found, and what they mean."""
    why = plans.why
    sums = "They sum to the difference of the results, B less A."
    if why.method == "none":
        return "No input that may change the plan differs."
    if why.method == "one":
        return "Only one input that may change the plan differs; the whole difference comes from it."
    if why.method == TOGETHER:
        return (
            "Not all plans with some inputs as in A and others as in B are possible. The difference is not "
            "attributed: it comes from the inputs together."
        )
    if why.method == "exact":
        return (
            f"Each contribution is the mean over every order in which inputs can change from A to B (the "
            f"Shapley value), from {why.plans} plans. {sums}"
        )
    return (
        f"More than {EXACT_UP_TO} inputs differ: each contribution is the mean of what it changes as the "
        f"first to change and as the last, from {why.plans} plans; the remainder stands as "
        f"“{TOGETHER}”. {sums}"
    )


@TEXT.sentence("notes", "reading", BULLETS)
def notes(plans: ComparedPlans, tables: Tables) -> Iterator[str]:
    """What must be known to read a comparison rightly."""
    both, why = (plans.a, plans.b), plans.why
    effects = {one.effect for one in plans.differences}
    keys = {one.key for one in plans.differences}
    causes = {share.input for share in why.shares}
    lengths = [len(plan.facts["periods"]) for plan in both]
    starts = [plan.facts["start"] for plan in both]
    if lengths[0] != lengths[1]:
        yield (
            f"A plans {lengths[0]} quarters and B {lengths[1]}: figures over the plan add up different "
            "lengths of time, and figures at the end are of different dates."
        )
    elif starts[0] != starts[1]:
        yield f"A begins in {starts[0]} and B in {starts[1]}: the same quarter is another date."
    if "headline_reach" in keys:
        yield "Single figures are by another source of reach in B; each plan's range shows all its sources."
    if "made" in effects:
        rest = f"the rest stands as “{MADE}”" if MADE in causes else "they reproduce both"
        yield (
            "A and B were made with different data or versions. The plans that attribute the difference use "
            f"the present ones{'' if why.plans == 0 else f'; {rest}'}."
        )
    elif MADE in causes:
        yield (
            "Planned again, the same inputs do not give the figures that were saved; the rest stands as "
            f"“{MADE}”."
        )
    if GROUPED in causes:
        yield (
            "The plans that attribute the difference take small roles together, as ranges do; the "
            f"unexplained rest stands as “{GROUPED}”."
        )
    yield from why.impossible[:_NAMED]
    if len(why.impossible) > _NAMED:
        yield f"{len(why.impossible) - _NAMED} more combinations have no plan either."
    if tables["results"][["a_low", "b_low"]].notna().to_numpy().any():
        yield _ranges("reach" in keys)


def _ranges(other: bool) -> str:
    """How ranges are read.

    other : whether B has other sources of reach
    """
    over = (
        "Ranges of main figures are over sources of reach, which are other ones in B."
        if other
        else "Ranges of main figures are over sources of reach. They shift both plans alike, so that a "
        "change smaller than its range can still be real."
    )
    return (
        f"{over} Ranges of roles and kinds of work are over equally good plans: a smaller change may be "
        "indistinguishable from none."
    )
