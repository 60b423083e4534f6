"""Two plans side by side as a result: its page, its summary, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from operator import attrgetter
from typing import Any

from reallocate.data.bundle import read_manifest, shipped_world
from reallocate.data.country import country
from reallocate.data.national import code_of, country_facts
from reallocate.firm.compare.model import attribution
from reallocate.firm.compare.tables import TABLES, ComparedPlans, change_in_words, in_words, limits
from reallocate.firm.compare.text import TEXT
from reallocate.firm.report.result import DECIDING
from reallocate.firm.request.saved import input_differences
from reallocate.kernel.blocks import Block, Card, Cards, Facts, Grid, Prose, Section
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.executor import SERIAL, Where
from reallocate.kernel.glossary import terms
from reallocate.kernel.money import shows
from reallocate.kernel.number import NOT_AVAILABLE, NOTHING, say, sentence
from reallocate.kernel.table import Range, computed
from reallocate.kernel.text import NOTE
from reallocate.render.outline import sections
from reallocate.render.provenance import provenance
from reallocate.render.result import EXACT, WAITING, Kind, Result
from reallocate.render.status import QUICK, Status
from reallocate.work.world import World

_CARDS = ("cost, present value", "positions at the end", "layoffs", "run-rate saving against the baseline")
_MAY_CHANGE = "Inputs that may change the plan"
_MOST_INPUTS, _MOST_ROLES = 20, 8
"""Rows of the summary."""
_OPEN_ROWS = 15
"""Rows of a table that stands open; a longer one opens on demand."""
_WORDS = (
    "Scenario", "Baseline", "Position", "FTE", "Open position", "Layoff", "Quit", "Redeployment",
    "Run-rate saving", "One-off cost", "Break-even month", "Cost, present value", "Binding limit",
    "Near-optimal plans", "Source of reach",
)  # fmt: skip


_SECTIONS = {
    "headline": "In short",
    "inputs": "Differences in the input",
    "results": "Differences in the result",
    "why": "Causes of the difference",
    "roles": "Who is affected",
    "limits": "Limits",
    "reading": "How to read it",
    "repeat": "How to repeat it",
    "words": "Words used here",
}


def _page(result: Result) -> list[Section]:
    """Every part of the page, in its order."""
    return sections(result, TEXT, _SECTIONS)


def card(result: Result) -> list[Block]:
    """The summary for a terminal of 80 columns."""
    said = partial(TEXT.picked, result.text)
    blocks: list[Block] = [Prose(_names(result)), Prose(said("answer", "more")), *not_compared(result)]
    if _nothing_differs(result):
        return blocks
    binding, notes = said("limits_text"), said("notes")
    return [
        *blocks,
        *_table(_inputs_with(result, ("input", "follows"), _MAY_CHANGE, most=_MOST_INPUTS)),
        Prose(said("inputs_text"), NOTE),
        *_table(_results_on_card(result)),
        *causes(result),
        Prose(said("method"), NOTE),
        *_table(_changes(result, "roles", "Roles that change most", most=_MOST_ROLES)),
        Prose(said("roles_text"), NOTE),
        *_table(_changes(result, "kinds", "Positions at the end by kind of work")),
        *binding_limits(result),
        *([Prose(binding, NOTE)] if binding else []),
        *([Prose(notes, NOTE)] if notes else []),
    ]


def _nothing_differs(result: Result) -> bool:
    """Whether both plans have the same input and the same main figures."""
    changes = result.tables["results"]["change"].dropna()
    return bool(result.tables["inputs"].empty and not changes.any())


@TEXT.block("headline")
def not_compared(result: Result) -> list[Block]:
    """What is not compared yet."""
    return [] if result.is_whole else [Prose((result.status.text,), NOTE)]


@TEXT.block("headline", after="answer")
def cards(result: Result) -> Cards:
    """The main changes that a reader takes away."""
    rows = {str(row["figure"]): row for row in result.in_dollars("results").to_dict("records")}
    return Cards(tuple(_card(name, rows[name]) for name in _CARDS if name in rows))


def _card(name: str, row: Mapping[Hashable, Any]) -> Card:
    unit, change = str(row["unit"]), change_in_words(row)
    first, second = say(row["a"], unit), say(row["b"], unit)
    value = "no change" if first == second else say(change, unit, signed=True)
    return Card(sentence(name), value, f"{first} in A, {second} in B")


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


@TEXT.block("inputs")
def inputs_by_effect(result: Result) -> list[Block]:
    """Inputs that differ, by what they do to the plan."""
    folded = {
        "follows": "Dependent assumptions",
        "aside": "Inputs without effect on the plan",
        "made": "Version of data and program",
    }
    grids = [_inputs_with(result, ("input",), _MAY_CHANGE)]
    grids += [_inputs_with(result, (effect,), caption, caption) for effect, caption in folded.items()]
    return [block for grid in grids for block in _table(grid)]


def _inputs_with(
    result: Result, effects: tuple[str, ...], caption: str, fold: str = "", **options: Any
) -> Grid | Prose:
    """Inputs that differ, by their effect, with both values."""
    rows = result.in_dollars("inputs")
    rows = rows[rows["effect"].isin(effects)]
    named = rows.assign(says=rows["says"].map(sentence), key=rows["key"].str.removeprefix("parameters."))
    return result.grid("inputs", "says", "key", "a", "b", rows=named, caption=caption, fold=fold, **options)


def _results_on_card(result: Result) -> Grid | Prose:
    """Figures that are not zero in both plans."""
    rows = in_words(result.in_dollars("results"))
    rows = rows[(rows[["a", "b"]].abs() > NOTHING).any(axis=1)]
    return result.grid("results", "figure", "a", "b", "change", rows=rows)


@TEXT.block("why")
def causes(result: Result) -> list[Block]:
    """The contribution of each input, and the sum."""
    return _table(result.grid("why"))


def _changes(result: Result, name: str, caption: str, **options: Any) -> Grid | Prose:
    """Positions at the end by role or by kind of work, with the range over equally good plans."""
    first = "title" if name == "roles" else "kind"
    rows = result.in_dollars(name)
    ranges = (Range("Equally good, A", "a_low", "a_high"), Range("Equally good, B", "b_low", "b_high"))
    rows[first] = rows[first].map(sentence)
    return result.grid(name, first, "a", "b", "change", *ranges, rows=rows, caption=caption, **options)


@TEXT.block("roles")
def roles_and_kinds(result: Result) -> list[Block]:
    """Roles that change most, every role that does, and kinds of work."""
    kinds = _table(_changes(result, "kinds", "Positions at the end by kind of work"))
    if not result.has("roles"):
        return kinds
    every = "Every role that changes"
    folded = [_changes(result, "roles", every, fold=every)]
    more = folded if len(result.tables["roles"]) > _OPEN_ROWS else []
    return [_changes(result, "roles", "Roles that change most", most=_OPEN_ROWS), *more, *kinds]


@TEXT.block("limits")
def binding_limits(result: Result) -> list[Block]:
    """The limits that are binding in either plan."""
    return _table(result.grid("limits")) if result.is_whole else []


@TEXT.block("repeat")
def repeated(result: Result) -> Facts:
    """What made both plans, and their comparison."""
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


@TEXT.block("words")
def words(result: Result) -> Facts:
    """The words of the page."""
    return terms(*_WORDS)


COMPARISON = Kind(
    "comparison", "a comparison", "reallocate compare … --out", TABLES, (), _page, card, text=(TEXT,)
)


_HOW = "It was not computed for both plans; plan.more() of each does that"


@shows(attrgetter("money"))
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
    _of_one_country(a, b)
    differences, same = input_differences(a, b)
    why = attribution(a, b, differences, world or shipped_world(code_of(a.facts)), workers, progress)
    plans = ComparedPlans(a, b, differences, same, why)
    tables = computed(TABLES, plans)
    facts = _facts(plans, names, command)
    said = TEXT.said(plans, tables)
    if limits.name in tables:
        return Result(COMPARISON, facts, tables, said)
    facts[WAITING] = {"parts": [], "tables": [limits.name]}
    return Result(COMPARISON, facts, tables, said, Status(QUICK, f"Not compared: {limits.name}", _HOW))


def _of_one_country(a: Result, b: Result) -> None:
    """Refuse plans of two countries: their differences would be those of two labour markets and moneys."""
    one, other = (country(code_of(plan.facts)).name for plan in (a, b))
    if one != other:
        remedy = "Compare plans of one country."
        raise InputError(Problem(f"the first plan is of {one}, the second of {other}", "compare", remedy))


def _facts(plans: ComparedPlans, names: tuple[str, str], command: str) -> dict[str, Any]:
    sides = {
        letter: _side(plan, name) for letter, plan, name in zip("ab", (plans.a, plans.b), names, strict=True)
    }
    first, second = (str(side["title"]) for side in sides.values())
    request, code = {letter: side["hashes"] for letter, side in sides.items()}, code_of(plans.a.facts)
    both = [plan.privacy for plan in (plans.a, plans.b) if plan.privacy]
    private = next((one for one in both if one.startswith(EXACT)), next(iter(both), ""))
    return {
        **({"privacy": private} if private else {}),
        "title": f"{first}: two plans compared" if first == second else f"{first} against {second}",
        **sides,
        "method": plans.why.method,
        "plans": plans.why.plans,
        "same_inputs": plans.same,
        **country_facts(code),
        **provenance(request, read_manifest(code), DECIDING, command or "reallocate compare"),
    }


def _side(plan: Result, name: str) -> dict[str, Any]:
    facts = {key: plan.facts[key] for key in ("title", "version", "command", "start")}
    quarters, hashes = len(plan.facts["periods"]), dict(plan.facts["hashes"])
    return {"named": name, **facts, "quarters": quarters, "hashes": hashes}
