"""A cut beside attrition as a result: run, summary and page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reallocate.data.bundle import bundle_folder, read_manifest, shipped_world
from reallocate.firm.cut.model import SolvedCut, solve_cut
from reallocate.firm.cut.tables import CHARTS, HEADLINE, NAME, TABLES, beliefs
from reallocate.firm.cut.text import DIGITS_PER_EXIT, TEXT
from reallocate.firm.request.copied import Kept
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.saved import kept_scenario
from reallocate.kernel.blocks import Block, Bullets, Heading, Prose, Section
from reallocate.kernel.number import rounded, span
from reallocate.kernel.table import computed
from reallocate.kernel.text import LEAD
from reallocate.kernel.units import MILLION
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat, plain, provenance
from reallocate.render.result import Kind, Result, optimality
from reallocate.work.world import World

_SECTIONS = {
    HEADLINE: "Cut now or wait?",
    "quarters": "Cash and positions by quarter",
    "beliefs": beliefs.title,
    "limits": "What this does not say",
}
_BECOMES = ("positions_refilled", "would_have_quit", "positions_saved", "laid_off_anyway")
"""What exits are made up of; together they are all exits."""


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook: answer, figures, beliefs, and what it does not say."""
    short = TEXT.picked(result.text, "requested", "amounts", "method", "rests_on")
    return [
        Prose(TEXT.picked(result.text, "answer"), LEAD),
        *range_over_beliefs(result),
        *(Prose((line,)) for line in short),
        *titles_of_people(result),
        result.grid(NAME),
        result.grid("beliefs", most=len(result.table("beliefs"))),
        Prose(TEXT.picked(result.text, "beliefs")),
        Heading(_SECTIONS["limits"]),
        Bullets(TEXT.picked(result.text, "limits")),
    ]


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    return [*sections(result, TEXT, _SECTIONS), how_to_repeat(result.facts)]


@TEXT.block(HEADLINE, after="requested")
def titles_of_people(result: Result) -> list[Block]:
    """How sure the titles of a roster are, and that exact figures of it are private."""
    told = result.facts.get("title_notes")
    return [Prose(tuple(told))] if told else []


def _over_beliefs(result: Result) -> list[float] | None:
    """Least and most that the cut costs more per exit, as assumed and under each belief [USD/exit].

    result : computed or opened
    None where no plan is possible under any belief.
    """
    rows, under = result.table(NAME).set_index("figure"), result.table("beliefs")["extra_cost"].dropna()
    if under.empty:
        return None
    cut, extra = rows["cut"], rows["extra"]
    each, assumed = MILLION * under / float(cut["exits"]), float(extra["extra_cost_per_exit"])
    return [min(assumed, float(each.min())), max(assumed, float(each.max()))]


def shares_of_exits(result: Result) -> dict[str, float]:
    """What becomes of the exits: shares that are refilled, would have quit anyway, are saved, or come anyway.

    result : computed or opened
    They add up to 1. One is below 0 where the cut ends with more positions than waiting, hires or lays off
    less later, or more people quit.
    """
    cut = result.table(NAME).set_index("figure")["cut"]
    counts = {name: float(cut[name]) for name in _BECOMES}
    largest = max(counts, key=lambda name: abs(counts[name]))
    exits = float(cut["exits"])
    shares = {name: count / exits for name, count in counts.items()}
    # What rounding leaves over belongs to the largest.
    shares[largest] = 1.0 - sum(share for name, share in shares.items() if name != largest)
    return shares


def _bounds_per_exit(result: Result) -> list[float] | None:
    """What the cut costs more per exit at least and at most [USD/exit]; none where an answer does not say."""
    ends, rows = result.facts.get("extra_cost_bounds"), result.table(NAME).set_index("figure")
    return None if ends is None else [MILLION * end / float(rows["cut"]["exits"]) for end in ends]


@TEXT.block(HEADLINE, after="answer")
def range_over_beliefs(result: Result) -> list[Block]:
    """The range over beliefs in a sentence, named as what it is."""
    if (ends := _over_beliefs(result)) is None:
        return []
    count = int(result.table("beliefs")["extra_cost"].notna().sum())
    low, high = (rounded(end, DIGITS_PER_EXIT) for end in ends)
    words = span(low, high, "USD")
    line = (
        f"As assumed and under {count} other beliefs, one at a time: {words} more per exit. This is a range "
        "over assumptions that were chosen, not a probability."
    )
    return [Prose((line,))]


def _figures(result: Result) -> Mapping[str, Any]:
    """The answer for machines; amounts in USD, a missing figure null.

    result : computed or opened
    """
    rows = result.table(NAME).set_index("figure")
    cut, extra, facts = rows["cut"], rows["extra"], result.facts
    wait = rows["wait"]
    by_quarter = result.table("quarters")
    meet = cut["same_headcount"]
    return {
        "exits": cut["exits"],
        "positions_refilled": cut["positions_refilled"],
        "would_have_quit": cut["would_have_quit"],
        "positions_saved": cut["positions_saved"],
        "laid_off_anyway": cut["laid_off_anyway"],
        "shares_of_exits": shares_of_exits(result),
        "extra_cost": MILLION * extra["cost"],
        "extra_cost_per_exit": extra["extra_cost_per_exit"],
        "extra_cost_per_exit_bounds": _bounds_per_exit(result),
        "extra_cost_per_exit_over_beliefs": _over_beliefs(result),
        "one_off_share": extra["one_off"] / wait["one_off"] if wait["one_off"] > 0 else None,
        "paths_meet": facts["periods"][int(meet) - 1] if meet == meet else None,
        "worth_threshold": cut["worth_threshold"],
        "best_plan_lays_off": wait["layoffs"],
        "beliefs": [
            {"belief": beliefs.column("belief").words[name], "extra_cost": plain(MILLION * extra_cost)}
            for name, extra_cost in result.table("beliefs")[["belief", "extra_cost"]].itertuples(index=False)
        ],
        "quarters": [
            {"quarter": period, "cash_cut": MILLION * cut_cash, "cash_wait": MILLION * wait_cash}
            for period, cut_cash, wait_cash in by_quarter[["period", "cash_cut", "cash_wait"]].itertuples(
                index=False
            )
        ],
    }


CUT = Kind(
    "cut", "a cut beside attrition", "reallocate cut … --out", TABLES, CHARTS, _page, _card,
    about="cut now or wait", lead=(NAME, "beliefs"), figures=_figures, text=(TEXT,),
)  # fmt: skip


_Progress = Callable[[str], None]

LIBRARIES = ("highspy", "numpy", "pandas", "xarray")
"""Libraries whose version may move a digit."""


def cut_study(
    scenario: Scenario,
    world: World | None = None,
    progress: _Progress | None = None,
    command: str = "",
    requested: bool = True,
    kept: Kept | None = None,
) -> Result:
    """A cut beside attrition.

    scenario : with exits that are decided
    world : the shipped one where none is given
    progress : receives what is under way
    command : that made it, for the record
    requested : whether the cut was asked for
    kept : what a saved result keeps of the firm's people, where the scenario is its
    Raises `InputError` for a scenario that cannot be read, `InfeasiblePlan` for one that cannot be kept.
    """
    solved = solve_cut(scenario, world or shipped_world(), progress or (lambda text: None), requested, kept)
    tables, files = computed(TABLES, solved), solved.problem.kept.files()
    facts = _facts(solved, command)
    return Result(CUT, facts, tables, TEXT.said(solved), optimality(facts["unproven"]), files)


def _facts(solved: SolvedCut, command: str) -> dict[str, Any]:
    problem = solved.problem
    scenario = problem.scenario
    data = kept_scenario(scenario)
    written = command or f"reallocate cut {scenario.name}"
    return {
        "name": scenario.name,
        **problem.head,
        **provenance(data, read_manifest(bundle_folder()), LIBRARIES, written, 0, **problem.hashes),
        "start": scenario.start,
        "periods": list(scenario.periods),
        "unproven": max(solved.compared.cut.unproven, solved.compared.wait.unproven),
        "extra_cost_bounds": list(solved.compared.extra_cost_bounds),
        "roles": solved.roles,
        "requested": solved.requested,
        "title_notes": [note.sentence for note in problem.notes if note.about == "titles of people"],
        "scenario": data,
    }
