"""Two plans side by side: sentences and the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd

from reallocate.data.bundle import bundle_folder, read_manifest, shipped_world
from reallocate.firm.compare.model import EXACT_UP_TO, FIGURES, GROUPED, MADE, TOGETHER, Why, attribution
from reallocate.firm.compare.tables import NET_PRESENT_COST, SAVED, TABLES, ComparedPlans, limits
from reallocate.firm.model.words import money
from reallocate.firm.report.result import DECIDING
from reallocate.firm.request.saved import Difference, input_differences, part_says
from reallocate.kernel.blocks import Block, Bullets, Card, Cards, Facts, Grid, Prose, Section
from reallocate.kernel.executor import SERIAL, Where
from reallocate.kernel.glossary import terms
from reallocate.kernel.number import NOT_AVAILABLE, NOTHING, cell, listed, say, sentence
from reallocate.kernel.table import Column, Range, Tables, computed
from reallocate.render.provenance import provenance
from reallocate.render.result import ABOUT, QUICK, WAITING, Kind, Result, Status
from reallocate.work.world import World

COST_LEAST = 0.5
"""Net present costs that differ by less are the same [USD million]."""

PEOPLE_LEAST = 0.5
Figures = Mapping[Any, Mapping[Any, float]]
"""Main results, each in both plans, and its change."""
NAMED = 4
COST = "cost"
POSITIONS, LAYOFFS = "positions at the end", "layoffs"
CAUSES = ((NET_PRESENT_COST, COST_LEAST, COST), (POSITIONS, PEOPLE_LEAST, "positions"))
SAME = "A and B have the same input: no key, no assumption, no table, no data and no version differs."


def text(plans: ComparedPlans, tables: Tables) -> dict[str, list[str]]:
    """The comparison in sentences by part.

    tables : of the comparison
    """
    rows = tables["results"].set_index("figure")[["a", "b", "change"]].astype(float)
    figures: Figures = rows.to_dict("index")
    return {
        "headline": [*_headline(figures, plans.differences), *_main_cause(figures, plans)],
        "inputs": _inputs(plans),
        "results": [*_roles(tables["roles"]), *(_limits(tables["limits"]) if "limits" in tables else [])],
        "why": _method(plans.why),
        "notes": list(_notes(plans, tables)),
    }


def _notes(plans: ComparedPlans, tables: Tables) -> Iterator[str]:
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
    yield from why.impossible[:NAMED]
    if len(why.impossible) > NAMED:
        yield f"{len(why.impossible) - NAMED} more combinations have no plan either."
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


def _headline(figures: Figures, differences: list[Difference]) -> list[str]:
    cost, positions, layoffs = (figures[name] for name in (NET_PRESENT_COST, POSITIONS, LAYOFFS))
    people = any(abs(figure["change"]) >= PEOPLE_LEAST for figure in (positions, layoffs))
    if abs(cost["change"]) < COST_LEAST and not people:
        what = SAME if not differences else "A and B differ in their input, and no main result does."
        return [
            f"{what} Both cost {money(cost['a'])} in present value and end with {_people(positions['a'])} "
            f"positions after {_people(layoffs['a'])} layoffs."
        ]
    opening = "" if differences else f"{SAME} Yet their results do. "
    lines = [
        f"{opening}B costs {_more(cost)} in present value and ends with {_count(positions, 'positions')}; "
        f"it has {_count(layoffs, 'layoffs')}."
    ]
    saved = figures[SAVED]
    if abs(cost["change"] + saved["change"]) >= COST_LEAST:
        lines.append(
            f"Their baselines differ too: against its own, A saves {money(saved['a'])} and B "
            f"{money(saved['b'])}."
        )
    return lines


def _more(cost: Mapping[Any, float]) -> str:
    if abs(cost["change"]) < COST_LEAST:
        return f"as much as A ({money(cost['a'])})"
    word = "less" if cost["change"] < 0 else "more"
    return f"{money(abs(cost['change']))} {word} than A ({money(cost['b'])} against {money(cost['a'])})"


def _count(figure: Mapping[Any, float], what: str) -> str:
    if abs(figure["change"]) < PEOPLE_LEAST:
        return f"as many {what} ({_people(figure['a'])})"
    word, change = "fewer" if figure["change"] < 0 else "more", _people(abs(figure["change"]))
    return f"{change} {word} {what} ({_people(figure['b'])} against {_people(figure['a'])})"


_people = partial(cell, digits=0, exact=True)


def _main_cause(figures: Figures, plans: ComparedPlans) -> list[str]:
    """Where the difference of cost comes from, and where that of positions does."""
    named, why = part_says(plans.differences), plans.why
    if len(why.shares) == 1:
        return [f"The whole difference comes from {_called(why.shares[0].input, named)}."]
    lines = []
    for place, (name, least, what) in enumerate(CAUSES):
        total = figures[name]["change"]
        if abs(total) >= least and why.shares:
            parts = [(_called(share.input, named), share.values[place]) for share in why.shares]
            parts = [part for part in parts if abs(part[1]) >= least]
            lines.append(_cause(what, total, sorted(parts, key=lambda part: -abs(part[1]))))
    return lines


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
        shares = [f"{say(value / total, 'share', digits=0)} from {name}" for name, value in parts[:NAMED]]
        return f"{subject} {verb} {listed(shares)}{_rest(parts)}."
    amounts = [f"{_amount(what, value)} from {name}" for name, value in parts[:NAMED]]
    return f"{subject}: {listed(amounts)}{_rest(parts)}; they partly offset each other."


def _called(part: str, named: Mapping[str, str]) -> str:
    if part == TOGETHER:
        return "the interaction of the inputs"
    return f"“{named[part]}” ({part.removeprefix('parameters.')})" if part in named else part


def _amount(what: str, value: float) -> str:
    if what != COST:
        return f"{cell(value, signed=True, digits=0, exact=True)} positions"
    return f"{'+' if value > 0 else '−'}{money(abs(value))}"


def _rest(parts: list[tuple[str, float]]) -> str:
    return f", and {len(parts) - NAMED} smaller contributions" if len(parts) > NAMED else ""


def _inputs(plans: ComparedPlans) -> list[str]:
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
        return [f"All {same} inputs are the same."]
    many = "inputs differ" if len(differences) != 1 else "input differs"
    return [f"{len(differences)} {many} ({listed(each)}), {same} are the same."]


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
            lines.append(f"Binding in {one.upper()} only: {', '.join(only)}.")
    if len(limits) and not lines:
        lines.append("The same limits are binding in both.")
    return lines or ["No limit is binding in either."]


def _method(why: Why) -> list[str]:
    """How the contributions were found, and what they mean."""
    sums = "They sum to the difference of the results, B less A."
    if why.method == "none":
        return ["No input that may change the plan differs."]
    if why.method == "one":
        return ["Only one input that may change the plan differs; the whole difference comes from it."]
    if why.method == TOGETHER:
        return [
            "Not all plans with some inputs as in A and others as in B are possible. The difference is not "
            "attributed: it comes from the inputs together."
        ]
    if why.method == "exact":
        return [
            f"Each contribution is the mean over every order in which inputs can change from A to B (the "
            f"Shapley value), from {why.plans} plans. {sums}"
        ]
    return [
        f"More than {EXACT_UP_TO} inputs differ: each contribution is the mean of what it changes as the "
        f"first to change and as the last, from {why.plans} plans; the remainder stands as "
        f"“{TOGETHER}”. {sums}"
    ]


CARDS = ("cost, present value", "positions at the end", "layoffs", "run-rate saving against the baseline")
MAY_CHANGE = "Inputs that may change the plan"
MOST_INPUTS, MOST_ROLES = 20, 8
"""Rows of the summary."""
OPEN_ROWS = 15
"""Rows of a table that stands open; a longer one opens on demand."""
UNSEEN = 5e-4
"""A change below this share of a figure cannot be told from none [share]."""
WORDS = (
    "Scenario", "Baseline", "Position", "FTE", "Open position", "Layoff", "Quit", "Redeployment",
    "Run-rate saving", "One-off cost", "Break-even month", "Cost, present value", "Binding limit",
    "Near-optimal plans", "Source of reach",
)  # fmt: skip


def page(result: Result) -> list[Section]:
    """Every part of the page, in its order."""
    text = result.explain()
    first, *others = text["headline"]
    waiting = [] if result.is_whole else [Prose((result.status.text,), "note")]
    roles, limits = text["results"][:1], text["results"][1:]
    ranges = (Range("A over sources", "a_low", "a_high"), Range("B over sources", "b_low", "b_high"))
    results = result.grid("results", "figure", "a", "b", "change", *ranges, rows=_figures(result))
    return [
        Section("headline", "In short", (*waiting, Prose((first,), "lead"), cards(result), Prose(others))),
        Section("inputs", "Differences in the input", (Prose(text["inputs"]), *_inputs_section(result))),
        Section("results", "Differences in the result", (results,)),
        Section("why", "Causes of the difference", (Prose(text["why"]), *_table(_why(result)))),
        Section("roles", "Who is affected", (Prose(roles), *_roles_section(result))),
        Section("limits", "Limits", (Prose(limits), *_table(_limits_section(result)))),
        Section("reading", "How to read it", (Bullets(text["notes"]),) if text["notes"] else ()),
        Section("repeat", "How to repeat it", (_repeat(result),)),
        Section("words", "Words used here", (terms(*WORDS),)),
    ]


def card(result: Result) -> list[Block]:
    """The summary for a terminal of 80 columns."""
    text = result.explain()
    blocks: list[Block] = [Prose(_names(result)), Prose(text["headline"])]
    blocks += [] if result.is_whole else [Prose((result.status.text,), "note")]
    if nothing_differs(result):
        return blocks
    roles, limits = text["results"][:1], text["results"][1:]
    return [
        *blocks,
        *_table(_inputs_with(result, ("input", "follows"), MAY_CHANGE, most=MOST_INPUTS)),
        Prose(text["inputs"], "note"),
        *_table(_results_on_card(result)),
        *_table(_why(result)),
        Prose(text["why"], "note"),
        *_table(_changes(result, "roles", "Roles that change most", most=MOST_ROLES)),
        Prose(roles, "note"),
        *_table(_changes(result, "kinds", "Positions at the end by kind of work")),
        *_table(_limits_section(result)),
        *([Prose(limits, "note")] if limits else []),
        *([Prose(text["notes"], "note")] if text["notes"] else []),
    ]


def nothing_differs(result: Result) -> bool:
    """Whether both plans have the same input and the same main figures."""
    changes = result.tables["results"]["change"].dropna()
    return bool(result.tables["inputs"].empty and not changes.any())


def cards(result: Result) -> Cards:
    """The main changes that a reader takes away."""
    rows = {str(row["figure"]): row for row in result.table("results").to_dict("records")}
    return Cards(tuple(_card(name, rows[name]) for name in CARDS if name in rows))


def _card(name: str, row: Mapping[Hashable, Any]) -> Card:
    unit, change = str(row["unit"]), _change(row)
    first, second = say(row["a"], unit), say(row["b"], unit)
    value = "no change" if first == second else say(change, unit, signed=True)
    return Card(sentence(name), value, f"{first} in A, {second} in B")


def _change(row: Mapping[Hashable, Any]) -> float | str:
    """The change of a figure; one too small to be seen is about 0."""
    change = float(row["change"])
    if change and abs(change) < UNSEEN * max(abs(row["a"]), abs(row["b"])):
        return "about 0"
    return round(change, 1) if row["unit"] == "months" else change


def _table(block: Grid | Prose) -> list[Block]:
    """A table that has rows."""
    return [block] if isinstance(block, Grid) else []


def _names(result: Result) -> list[str]:
    lines = []
    for letter in "AB":
        side = result.facts[letter.lower()]
        named = "" if side["named"] in (letter, side["title"]) else f" ({side['named']})"
        lines.append(f"{letter}: {sentence(side['title'])}{named}")
    return lines


def _inputs_section(result: Result) -> list[Block]:
    folded = {
        "follows": "Dependent assumptions",
        "aside": "Inputs without effect on the plan",
        "made": "Version of data and program",
    }
    grids = [_inputs_with(result, ("input",), MAY_CHANGE)]
    grids += [_inputs_with(result, (effect,), caption, caption) for effect, caption in folded.items()]
    return [block for grid in grids for block in _table(grid)]


def _inputs_with(
    result: Result, effects: tuple[str, ...], caption: str, fold: str = "", **options: Any
) -> Grid | Prose:
    """Inputs that differ, by their effect, with both values."""
    rows = result.table("inputs")
    rows = rows[rows["effect"].isin(effects)]
    named = rows.assign(says=rows["says"].map(sentence), key=rows["key"].str.removeprefix("parameters."))
    return result.grid("inputs", "says", "key", "a", "b", rows=named, caption=caption, fold=fold, **options)


def _figures(result: Result) -> pd.DataFrame:
    rows = result.table("results")
    changes = pd.Series([_change(row) for row in rows.to_dict("records")], index=rows.index, dtype=object)
    return rows.assign(figure=rows["figure"].map(sentence), change=changes)


def _results_on_card(result: Result) -> Grid | Prose:
    """Figures that are not zero in both plans."""
    rows = _figures(result)
    rows = rows[(rows[["a", "b"]].abs() > NOTHING).any(axis=1)]
    return result.grid("results", "figure", "a", "b", "change", rows=rows)


def _why(result: Result) -> Grid | Prose:
    """The contribution of each input, and the sum."""
    rows = result.table("why")
    names = rows["input"].str.removeprefix("parameters.")
    words = rows["says"].map(sentence) + " (" + names + ")"
    rows["input"] = words.where(rows["says"] != "", names.map(sentence))
    if len(rows) > 1:
        total = pd.DataFrame([{"input": "B less A", **rows[list(FIGURES)].sum().to_dict()}])
        rows = pd.concat([rows, total], ignore_index=True)
    return result.grid("why", "input", *FIGURES, rows=rows)


def _changes(result: Result, name: str, caption: str, **options: Any) -> Grid | Prose:
    """Positions at the end by role or by kind of work, with the range over equally good plans."""
    first = "title" if name == "roles" else "kind"
    rows = result.table(name)
    ranges = (Range("Equally good, A", "a_low", "a_high"), Range("Equally good, B", "b_low", "b_high"))
    rows[first] = rows[first].map(sentence)
    return result.grid(name, first, "a", "b", "change", *ranges, rows=rows, caption=caption, **options)


def _roles_section(result: Result) -> list[Block]:
    kinds = _table(_changes(result, "kinds", "Positions at the end by kind of work"))
    if not result.has("roles"):
        return kinds
    every = "Every role that changes"
    folded = [_changes(result, "roles", every, fold=every)]
    more = folded if len(result.tables["roles"]) > OPEN_ROWS else []
    return [_changes(result, "roles", "Roles that change most", most=OPEN_ROWS), *more, *kinds]


def _limits_section(result: Result) -> Grid | Prose:
    if not result.is_whole:
        return Prose((result.status.text,), "absent")
    rows = result.table("limits")
    binding = [
        " and ".join(side.upper() for side in "ab" if row[f"decides_{side}"])
        for row in rows.to_dict("records")
    ]
    rows = rows.assign(limit=rows["limit"].map(sentence), binding=binding)
    columns = ("limit", "a", "b", Column("binding", "Binding in"), "up_a", "up_b")
    note = "One more: change of the cost, in present value, if the limit is one unit higher."
    return result.grid("limits", *columns, rows=rows, caption="Binding limits", note=note)


def _repeat(result: Result) -> Facts:
    pairs = []
    for letter in "AB":
        side = result.facts[letter.lower()]
        pairs += [
            (f"{letter} is", f"{side['title']} ({side['named']})"),
            (f"{letter} was made by", f"reallocate {side['version']}"),
            (f"{letter} by the command", str(side["command"])),
            (f"{letter} has the hash", str(side["hashes"].get("request", NOT_AVAILABLE))),
        ]
    return Facts((*pairs, ("This page by the command", str(result.facts["command"]))))


COMPARISON = Kind("comparison", "a comparison", "reallocate compare … --out", TABLES, (), page, card)


HOW = "It was not computed for both plans; plan.more() of each does that"


def compare_studies(
    a: Result,
    b: Result,
    names: tuple[str, str] = ("A", "B"),
    world: World | None = None,
    workers: Where = SERIAL,
    progress: Callable[[str], None] | None = None,
    command: str = "",
) -> Result:
    """How two plans differ, in input and result, and the causes of the difference.

    a, b : solved plans
    names : how the two were called
    world : the shipped one where none is given
    workers : processes to share the plans among that say why; the result does not depend on it
    progress : receives what is under way
    command : that made it, for the record
    Raises `InputError` where a scenario holds what this version does not know.
    """
    differences, same = input_differences(a, b)
    why = attribution(a, b, differences, world or shipped_world(), workers, progress)
    plans = ComparedPlans(a, b, differences, same, why)
    tables = computed(TABLES, plans)
    facts = _facts(plans, names, command)
    if limits.name in tables:
        return Result(COMPARISON, facts, tables, text(plans, tables))
    facts[WAITING] = {"parts": [], "tables": [limits.name]}
    lacking = Status(QUICK, f"Not compared: {limits.name}", HOW)
    return Result(COMPARISON, facts, tables, text(plans, tables), lacking)


def _facts(plans: ComparedPlans, names: tuple[str, str], command: str) -> dict[str, Any]:
    sides = {
        letter: _side(plan, name) for letter, plan, name in zip("ab", (plans.a, plans.b), names, strict=True)
    }
    first, second = (str(side["title"]) for side in sides.values())
    request = {letter: side["hashes"] for letter, side in sides.items()}
    both = [plan.privacy for plan in (plans.a, plans.b) if plan.privacy]
    private = next((one for one in both if one != ABOUT), next(iter(both), ""))
    return {
        **({"privacy": private} if private else {}),
        "title": f"{first}: two plans compared" if first == second else f"{first} against {second}",
        **sides,
        "method": plans.why.method,
        "plans": plans.why.plans,
        "same_inputs": plans.same,
        **provenance(request, read_manifest(bundle_folder()), DECIDING, command or "reallocate compare"),
    }


def _side(plan: Result, name: str) -> dict[str, Any]:
    facts = {key: plan.facts[key] for key in ("title", "version", "command", "start")}
    quarters, hashes = len(plan.facts["periods"]), dict(plan.facts["hashes"])
    return {"named": name, **facts, "quarters": quarters, "hashes": hashes}
