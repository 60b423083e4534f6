"""A scenario becomes a labour market about to be run; the markets that ship."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np
import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.kernel.errors import InputError, Problem, ReallocateError, nearest
from reallocate.kernel.number import first_of
from reallocate.kernel.table import Tables
from reallocate.market.laws.retention import retention
from reallocate.market.published.files import (
    counted,
    name_problem,
    read_moves,
    read_occupations,
    read_shock,
)
from reallocate.market.published.keys import (
    BUILT_IN,
    BUNDLE,
    COMPLETE,
    ONLY_EXTENDED,
    US,
    US_GROUPS,
    MarketScenario,
)
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import Network, complete, from_moves, unreachable
from reallocate.market.whole_people.engines import engine_problems
from reallocate.moves.observed import followed, national_moves
from reallocate.work.world import World

_COLUMNS = ["occupation", "title", "employment", "wage"]
_MOVES = ["source", "target", "weight"]

@dataclass(frozen=True, eq=False)
class BuiltIn:
    """A market that ships.

    people : occupation, title, employment [persons], wage [USD/year]
    left_out : occupation, title, employment [persons], why
    """

    people: pd.DataFrame
    left_out: pd.DataFrame


def _built_in(tables: Tables, name: str) -> BuiltIn:
    """A market by its name.

    tables : that ship
    name : `us` or `us-groups`
    Groups out of which, or into which, no move was seen are left out of `us-groups`, again and again until
    each has both among those that stay: they could neither lose nor gain anybody.
    """
    if name == US:
        people = tables["occupations"].rename(columns={"wage_mean": "wage"})[_COLUMNS]
        return BuiltIn(people.reset_index(drop=True), people.iloc[:0].assign(why=""))
    groups = tables["mobility_groups"].rename(columns={"group": "occupation"}).assign(wage=float("nan"))
    kept, why = groups, pd.Series("", index=groups.index)
    moves = _away(_group_moves(tables))
    while True:
        inside = moves[moves["source"].isin(kept["occupation"]) & moves["target"].isin(kept["occupation"])]
        leave, enter = (kept["occupation"].isin(inside[end]) for end in ("source", "target"))
        if (leave & enter).all():
            break
        why[kept.index[~leave]] = "no move out was seen"
        why[kept.index[leave & ~enter]] = "no move in was seen"
        kept = kept[leave & enter]
    out = groups.drop(index=kept.index)[_COLUMNS].assign(why=why.drop(index=kept.index))
    return BuiltIn(kept[_COLUMNS].reset_index(drop=True), out.reset_index(drop=True))


def _group_moves(tables: Tables) -> pd.DataFrame:
    """Moves seen between the groups of the published network; source, target, weight [share/year].

    tables : that ship
    """
    return tables["mobility"].rename(columns={"share": "weight"})[_MOVES]


def occupation_moves(world: World, codes: pd.Index) -> pd.DataFrame:
    """Moves out of occupations, as for a person's ways out; source, target, weight [persons/year].

    world : with all tables of moves
    codes : the occupations that the market has; targets outside of them are given as well
    """
    made = national_moves(world)
    labels = made.facts.occupations
    inside = labels.isin(codes)
    flow = made.flow[inside]
    flow[:, inside] = followed(flow[:, inside])
    origin, target = np.nonzero(flow)
    cells = {"source": labels[inside][origin], "target": labels[target], "weight": flow[origin, target]}
    return pd.DataFrame(cells)


def _away(moves: pd.DataFrame) -> pd.DataFrame:
    return moves[(moves["source"] != moves["target"]) & (moves["weight"] > 0)]


_LISTED = 60
"""Occupations that one message names."""
_SHORTEST_CYCLE = 8
"""Steps of a business cycle, at least: read eight times, a sine reaches its full height."""
_MOST_PAIRS = 36_000_000
"""Pairs of occupations that a complete network may have; it takes 16 bytes each."""


@dataclass(frozen=True, eq=False)
class PreparedMarket:
    """A market ready to be run.

    market : at its start
    rates : how fast things happen in a step
    stay : r, weight of the own occupation; missing on a complete network [share]
    shock : (occupation) share of the work that falls away, where there is a shock [share of the hours]
    left_out : occupation, title, employment [persons], why
    network : what the moves are, in words
    notes : what a reader must know
    """

    scenario: MarketScenario
    market: Market
    rates: Rates
    stay: float | None
    shock: pd.Series | None
    left_out: pd.DataFrame
    network: str
    notes: tuple[str, ...]


def prepare_market(
    tables: Tables, scenario: MarketScenario, world: Callable[[], World] = load_world
) -> PreparedMarket:
    """A scenario's market, with all that is wrong in its files said at once.

    tables : that ship
    scenario : as written; raises `InputError`
    world : called where moves between occupations are computed
    """
    problems = _not_read(scenario) + _not_seen(scenario)
    stay = _stay(scenario, problems)
    people, left_out = _people(tables, scenario, problems)
    if people is None:
        raise InputError(problems)
    codes = pd.Index(people["occupation"], name="occupation")
    moves, words, notes = _moves(tables, world, scenario, codes, problems)
    shock = None
    if scenario.shock is not None:
        path = scenario.path(scenario.shock.file)
        shock = read_shock(path, codes, left_out["occupation"], problems)
    network = _network(scenario, codes, moves, stay, problems)
    problems += engine_problems(scenario.engine, people["employment"].to_numpy(dtype=float))
    if problems or network is None:
        raise InputError(problems)
    market = Market(
        codes,
        people["employment"].to_numpy(dtype=float),
        network,
        titles=tuple(people["title"]),
        wage=people["wage"].to_numpy(dtype=float),
        place=scenario.market.occupations,
    )
    laws = scenario.laws
    rates = Rates(laws.separation, laws.opening, laws.close_surplus, laws.close_shortage)
    if network.filled:
        notes.append(
            f"{counted(network.filled)} without a move out in the file had those of all "
            f"others together put in: {first_of(list(network.filled), _LISTED)}."
        )
    return PreparedMarket(
        scenario, market, rates, stay if scenario.market.mobility != COMPLETE else None, shock, left_out,
        words, tuple(notes),
    )  # fmt: skip


def _not_read(scenario: MarketScenario) -> list[Problem]:
    """What a scenario says that the published laws do not read."""
    if scenario.laws.mode == "extended":
        what = "the extended laws are run on the market of the United States only"
        remedy = "Leave [market] out, or run reallocate simulate market."
        why = "They need the industries, their purchases and years of flows, which ship for that market."
        return [Problem(what, "[laws] mode", remedy, why=why)]
    remedy = "Leave it out, or run reallocate simulate nation."
    return [
        Problem("the published laws do not read this", key, remedy) for key in scenario.only(ONLY_EXTENDED)
    ]


def _not_seen(scenario: MarketScenario) -> list[Problem]:
    """A cycle too short for the steps, or a shock that starts after the last of them."""
    problems, steps = [], scenario.time.steps
    if scenario.cycle is not None and scenario.cycle.period_steps < _SHORTEST_CYCLE:
        what = f"a cycle of {scenario.cycle.period_steps:g} steps is too short"
        why = (
            "Demand is read once a step, and a sine read fewer than "
            f"{_SHORTEST_CYCLE} times a cycle has another height or length, or none."
        )
        remedy = f"Take {_SHORTEST_CYCLE} steps or more, or shorter steps; the published cycle has about 80."
        problems.append(Problem(what, "[cycle] period_steps", remedy, why))
    if scenario.shock is not None and scenario.shock.start_step >= steps - 1:
        start = scenario.shock.start_step
        what = f"the shock starts at step {start:g} and the run ends with step {steps - 1}"
        remedy = f"Start it earlier, or make more than {start + 1:.0f} steps."
        why = "It would change nothing, and the run would look as if the shock had no effect."
        problems.append(Problem(what, "[shock] start_step", remedy, why))
    return problems


def _stay(scenario: MarketScenario, problems: list[Problem]) -> float | None:
    """The weight of the own occupation, r of E7; a complete network has none."""
    if scenario.market.mobility == COMPLETE:
        return 0.0
    try:
        return retention(scenario.time.step_weeks)
    except ReallocateError as error:
        problems += error.problems
        return None


def _people(
    tables: Tables, scenario: MarketScenario, problems: list[Problem]
) -> tuple[pd.DataFrame | None, pd.DataFrame]:
    asked = scenario.market
    if scenario.is_built_in:
        found = _built_in(tables, asked.occupations)
        total = float(found.people["employment"].sum())
        if asked.total is not None and abs(asked.total - total) > 1e-9 * total:
            what = f"the total is {asked.total:,.10g} and the occupations add up to {total:,.10g}"
            problems.append(Problem(what, "[market] total", "Leave it out for a market that ships."))
        return found.people, found.left_out
    path = scenario.path(asked.occupations)
    if _no_word(path, asked.occupations, "[market] occupations", tuple(BUILT_IN), problems):
        return None, pd.DataFrame()
    none = pd.DataFrame({"occupation": [], "title": [], "employment": [], "why": []})
    return read_occupations(path, asked.total, problems), none


def _no_word(path: Path, word: str, where: str, words: tuple[str, ...], problems: list[Problem]) -> bool:
    """Whether this looks like a word that stands for what ships, and is neither that nor a file."""
    if path.suffix or name_problem(path) is not None or path.exists():
        return False
    what = f"{word!r} is neither a file nor one of {', '.join(words)}"
    problems.append(Problem(what, where, nearest=nearest(word.casefold(), words)))
    return True


def _moves(
    tables: Tables,
    world: Callable[[], World],
    scenario: MarketScenario,
    codes: pd.Index,
    problems: list[Problem],
) -> tuple[pd.DataFrame | None, str, list[str]]:
    """The moves that are asked for, what they are, and what a reader must know of them."""
    mobility = scenario.market.mobility
    if mobility == COMPLETE:
        return None, "every occupation, the own one included, within equal reach of everybody", []
    if mobility != BUNDLE:
        path = scenario.path(mobility)
        if _no_word(path, mobility, "[market] mobility", (COMPLETE, BUNDLE), problems):
            return None, "", []
        return read_moves(path, problems), f"moves of {PurePath(mobility).name}", []
    kind = _shipped_network(tables, scenario, codes, problems)
    if kind == "":
        return None, "", []
    if kind == US_GROUPS:
        moves = _group_moves(tables)
        words = "yearly moves between broad groups, as published"
    else:
        moves = occupation_moves(world(), codes)
        words = "yearly moves between occupations, as for a person's ways out of a job"
    inside = moves["source"].isin(codes) & moves["target"].isin(codes)
    weight = moves["weight"].where(moves["source"].isin(codes) & (moves["source"] != moves["target"]), 0.0)
    lost = 1.0 - float(weight[inside].sum() / weight.sum()) if weight.sum() > 0 else 0.0
    notes = []
    if lost > 0.0005 and not scenario.is_built_in:
        notes.append(
            f"{lost:.1%} of the moves out of these occupations lead to others of the shipped network that "
            "are not in this market; they are left out and the rest made up to 1."
        )
    return moves[inside].reset_index(drop=True), words, notes


def _shipped_network(
    tables: Tables, scenario: MarketScenario, codes: pd.Index, problems: list[Problem]
) -> str:
    """Which shipped network knows the codes; nothing, and a problem, where neither knows all."""
    if scenario.is_built_in:
        return scenario.market.occupations
    known = {
        US_GROUPS: set(tables["mobility_groups"]["group"]),
        US: set(tables["occupations"]["occupation"]),
    }
    absent = {name: [str(code) for code in codes if code not in have] for name, have in known.items()}
    for name, codes_absent in absent.items():
        if not codes_absent:
            return name
    best = min(absent, key=lambda name: len(absent[name]))
    for code in absent[best][:8]:
        problems.append(
            Problem(
                f"the network of {BUILT_IN[best]} has no occupation {code!r}",
                "[market] mobility",
                nearest=nearest(code, known[best]),
            )
        )
    problems.append(
        Problem(
            f"{len(absent[best])} of {len(codes)} occupations are in no shipped network",
            "[market] mobility",
            'Give the moves as a file (source, target, weight), or take mobility = "complete".',
            "Who could move where is not guessed.",
        )
    )
    return ""


def _network(
    scenario: MarketScenario,
    codes: pd.Index,
    moves: pd.DataFrame | None,
    stay: float | None,
    problems: list[Problem],
) -> Network | None:
    """The network, and every occupation that nobody can reach."""
    if scenario.market.mobility == COMPLETE:
        if len(codes) ** 2 <= _MOST_PAIRS:
            return complete(len(codes))
        what = f"a complete network of {len(codes):,} occupations has too many pairs"
        problems.append(Problem(what, "[market] mobility", "Give the moves as a file."))
        return None
    if moves is None or stay is None:
        return None
    mobility = scenario.market.mobility
    where = PurePath(mobility).name if mobility != BUNDLE else "the shipped network"
    try:
        network = from_moves(moves, codes, stay, scenario.market.fill, where)
    except ReallocateError as error:
        problems += error.problems
        return None
    alone = unreachable(network, codes) if len(codes) > 1 else ()
    if alone:
        filled = " after filling" if network.filled else ""
        problems.append(
            Problem(
                f"nobody from another occupation can move to {counted(alone)}{filled}: "
                f"{first_of(list(alone), _LISTED)}",
                where,
                "Add moves into them or leave them out.",
                "Their openings could be filled from within only, a sign of a gap in a survey.",
            )
        )
        return None
    return network


def after_shock(prepared: PreparedMarket) -> np.ndarray:
    """Share of the work that falls away; (occupation) [share], 0 without a shock."""
    if prepared.shock is None:
        return np.zeros(prepared.market.size)
    return prepared.shock.to_numpy(dtype=float)
