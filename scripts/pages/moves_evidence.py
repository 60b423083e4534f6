"""How well the model of moves foretells moves it was not fitted on, and what its advice does to openings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.parameters import Parameters
from reallocate.moves.distance import DOMAINS, distances
from reallocate.moves.facts import occupation_facts
from reallocate.moves.odds import two_steps, within
from reallocate.moves.options import SIDEWAYS, standing
from reallocate.moves.survey import (
    BARRIERS,
    FEATURES,
    GROUPS,
    PAY,
    RELATED,
    Pairs,
    chances,
    fit,
    pairs,
    survey_counts,
    unit_pairs,
    utility,
)
from reallocate.moves.ways import WaysContext, all_moves, first_moves
from reallocate.work.world import World

Array = npt.NDArray[np.float64]

FOLDS = 5
RANDOM, OPENINGS, ALL = "at random", "openings alone", "openings, distances, groups, schooling, pay"
BEFORE = (*DOMAINS, *RELATED)
ANSWERS: dict[str, tuple[str, ...]] = {
    RANDOM: (),
    OPENINGS: (),
    "openings, all three distances": DOMAINS,
    "openings, distances, related occupations (before)": BEFORE,
    "openings, distances, groups": (*BEFORE, *GROUPS),
    "openings, distances, groups, schooling": (*BEFORE, *GROUPS, *BARRIERS),
    ALL: (*BEFORE, *GROUPS, *BARRIERS, *PAY),
}
"""Ways to say where movers go, by the features that each uses."""

THIN = 4_500.0
"""Person weights per whole person when the survey is split in halves: one person must not fall into both."""

SEED = 0
SPLITS, FEW, ABOVE = 20, (1, 2, 3), 1.5
"""Divisions of the survey; people of one half; times the share of openings."""
YEARS = 10


@dataclass(frozen=True, eq=False)
class Seen:
    """The survey between its units, with what is known of each pair."""

    units: pd.Index
    moves: Array
    allowed: npt.NDArray[np.bool_]
    known: Pairs
    rows: npt.NDArray[np.intp]


def seen(world: World, weight: float | None = None) -> Seen:
    """Moves between units and their features; rows that saw somebody leave.

    weight : [person weights] that stand for one person
    """
    counts = survey_counts(world, weight or Parameters.default()["survey_weight_per_person"])
    known = unit_pairs(counts, pairs(occupation_facts(world), distances(world)))
    moves = np.where(counts.allowed, counts.moves, 0.0)
    rows = np.flatnonzero((moves.sum(axis=1) > 0) & (counts.people.sum(axis=1) > 0))
    return Seen(counts.units, moves, counts.allowed, known, rows)


def fold_of(label: str) -> int:
    """The part of the sample that a unit belongs to, by its code alone."""
    return hashlib.sha256(label.encode()).digest()[0] % FOLDS


def held_out_origins(data: Seen) -> pd.DataFrame:
    """How well each answer foretells the moves out of units that it was not fitted on.

    Returns answer, log_likelihood [nats/mover] of held-out moves, perplexity [targets], the number of equally
    likely targets that would be as hard to guess.
    """
    folds = np.array([fold_of(str(label)) for label in data.units])
    found = []
    for answer, names in ANSWERS.items():
        part = _with(data.known, names, size=answer != RANDOM)
        total = 0.0
        for fold in range(FOLDS):
            inside, outside = data.rows[folds[data.rows] != fold], data.rows[folds[data.rows] == fold]
            weight = np.zeros(len(names))
            if names:
                weight = fit(_rows(part, inside), data.moves[inside], data.allowed[inside])
            total += _likelihood(_share(part, weight, outside, data), data.moves[outside])
        mean = total / float(data.moves[data.rows].sum())
        found.append({"answer": answer, "log_likelihood": mean, "perplexity": float(np.exp(-mean))})
    return pd.DataFrame(found)


def held_out_cells(data: Seen, prior: float) -> dict[str, float]:
    """One half of the survey's people foretells the other half; [nats/mover] by answer.

    prior : people that weigh as much as the expectation
    The survey is thinned to whole people of `THIN` weights first.
    """
    random = np.random.default_rng(SEED)
    whole = data.moves * Parameters.default()["survey_weight_per_person"] / THIN
    people = np.where(data.allowed, np.floor(whole + random.random(whole.shape)), 0.0)
    half = random.binomial(people.astype(int), 0.5).astype(float)
    other = people - half
    known = data.known.features[0].any(axis=1)
    rows = np.flatnonzero((half.sum(axis=1) > 0) & (other.sum(axis=1) > 0) & known)
    found = {}
    for answer, names in (("before", BEFORE), ("now", FEATURES)):
        part = _with(data.known, names, size=True)
        weight = fit(_rows(part, rows), half[rows], data.allowed[rows])
        share = _share(part, weight, rows, data)
        count = half[rows].sum(axis=1, keepdims=True)
        found[f"{answer}, expectation alone"] = _mean(share, other[rows])
        ratio = (half[rows] + prior) / (count * share + prior)
        if answer == "before":
            targets = (half[rows] > 0).sum(axis=1, keepdims=True)
            ratio = (targets * half[rows] / count + 3.0) / (targets * share + 3.0)
        weighed = np.where(data.allowed[rows], share * ratio, 0.0)
        found[answer] = _mean(weighed / weighed.sum(axis=1, keepdims=True), other[rows])
    return found


def seen_again(data: Seen, world: World) -> pd.DataFrame:
    """Moves that few people of one half of the survey made: how many of the other half made them.

    data : at the weight of `survey_weight_per_person`; world : with relations and groups of occupations
    Returns people (in one half), tied, cells, again, by_openings (people in the other half, and how many
    openings alone would send), means over `SPLITS` divisions. Cells stand above their share of openings. Two
    units are tied where O*NET relates any two of their occupations, or these share a major group.
    """
    weight = Parameters.default()["survey_weight_per_person"]
    counts, facts = survey_counts(world, weight), occupation_facts(world)
    inside = (counts.people > 0).astype(float)
    related = ((facts.tier >= 1) | facts.same_major).astype(float)
    tied = (inside @ related @ inside.T) > 0
    random = np.random.default_rng(SEED)
    people = np.where(data.allowed, np.floor(data.moves * weight / THIN + random.random(tied.shape)), 0.0)
    by_openings = counts.openings / counts.openings.sum()
    rows = []
    for _ in range(SPLITS):
        half = random.binomial(people.astype(int), 0.5)
        other = people - half
        above = half > ABOVE * half.sum(axis=1, keepdims=True) * by_openings
        alone = other.sum(axis=1, keepdims=True) * by_openings
        for count in FEW:
            for name, part in (("tied", tied), ("not tied", ~tied)):
                cells = part & above & (half == count)
                rows.append((count, name, cells.sum(), other[cells].mean(), alone[cells].mean()))
    table = pd.DataFrame(rows, columns=["people", "tied", "cells", "again", "by_openings"])
    return table.groupby(["people", "tied"], sort=False, as_index=False).mean()


def by_step(context: WaysContext) -> dict[str, float]:
    """People by the step of the moves sideways on their card, and by star [share of people]."""
    facts, named = context.facts, context.stars
    shown = standing(all_moves(context), context.parameters)
    side = shown[shown["option"] == SIDEWAYS].drop_duplicates("origin").set_index("origin")["step"]
    step = side.reindex(range(len(facts.occupations)), fill_value=-1).to_numpy()
    starred, fit = named.first >= 0, named.fit >= 0
    parts = {
        "keeps pay, step 0": step == 0,
        "keeps pay, few or nobody seen, step 1": step == 1,
        "every close move pays less, step 2": step == 2,
        "pays less or AI reaches further, step 3": step == 3,
        "few facts, steps 4 to 6": step >= 4,
        "no move keeps half of pay": step < 0,
        "a star": starred,
        "no star for want of room": fit & ~starred,
    }
    people = facts.employment / facts.employment.sum()
    return {name: float(people[part].sum()) for name, part in parts.items()}


def against_cps(world: World, context: WaysContext, folder: Path) -> dict[str, float]:
    """Moves between 22 major groups in the matched CPS of 2022 to 2024 beside those of the model.

    folder : with cps-transitions-2019-2026
    Returns log likelihood [nats/mover] of openings alone, of the model's flows, and of CPS's own shares (the
    ceiling); correlation of destination shares over pairs of groups.
    """
    table = pd.read_csv(folder / "cps-transitions-2019-2026" / "pooled_2022-01_2024-03.csv")
    facts = context.facts
    groups = sorted(set(facts.major) - {"55"})
    of_group = (facts.major[:, None] == np.array(groups)[None, :]).astype(float)
    moves = np.zeros((len(groups), len(groups)))
    for row in table.itertuples():
        if str(row.origin_state).startswith("occ22") and str(row.destination_state).startswith("occ22"):
            one, other = (int(str(end)[-2:]) - 1 for end in (row.origin_state, row.destination_state))
            moves[one, other] += row.weighted_transition_count
    np.fill_diagonal(moves, 0.0)
    flow = of_group.T @ context.flow @ of_group
    np.fill_diagonal(flow, 0.0)
    opened = np.repeat((of_group.T @ facts.openings)[None, :], len(groups), axis=0)
    np.fill_diagonal(opened, 0.0)
    own = moves / moves.sum(axis=1, keepdims=True)
    model = flow / flow.sum(axis=1, keepdims=True)
    correlation = float(np.corrcoef(model[moves > 0], own[moves > 0])[0, 1])
    return {
        "openings alone": _mean(opened / opened.sum(axis=1, keepdims=True), moves),
        "the model": _mean(model, moves),
        "ceiling, own shares": _mean(own, moves),
        "correlation of destinations": correlation,
    }


def load(context: WaysContext) -> dict[str, float]:
    """What happens to openings if those who look follow the advice, and what a decade brings."""
    facts, named = context.facts, context.stars
    best = first_moves(all_moves(context), context.parameters)
    people = facts.employment
    origin, target = best["origin"].to_numpy(int), best["place"].to_numpy(int)
    looking = context.parameters["move_searching_share"]
    every, (chance, low, high) = np.zeros(len(people)), context.odds(origin, target)
    np.add.at(every, target, looking * people[origin] * chance)
    starred = np.flatnonzero(named.first >= 0)
    spread = context.parameters["move_person_spread"]
    part = np.fmin(1.0, facts.openings[target] / every[target])
    later = within(chance * part, YEARS, spread)
    manage = facts.major == "11"
    up = manage[target] & ~manage[origin]
    promoted = looking * float(people[origin][up] @ later[up]) / float(people[~manage].sum())
    pace = YEARS * float(context.flow[~manage][:, manage].sum()) / float(people[~manage].sum())
    often = people[origin[best["seen"] >= 3]].sum()
    two = two_steps(0.42, 0.38, YEARS, spread)
    return {
        "people with a way out": float(people[origin].sum() / people.sum()),
        "people whose first move was made by three or more": float(often / people.sum()),
        "the same, of those with a way out": float(often / people[origin].sum()),
        "occupations with a star": float(len(starred)),
        "people with a star": float(people[starred].sum() / people.sum()),
        "worst load of stars on openings": float(named.load.max()),
        "occupations overfull if all follow the first move": float((every / facts.openings > 1).sum()),
        "worst of these": float((every / facts.openings).max()),
        "ten-year chance of the first move, median": float(np.median(later)),
        "chance of hire a year, first move, median": float(np.median(chance)),
        "low end, median": float(np.median(low)),
        "high end, median": float(np.median(high)),
        "managers in ten years from advice": promoted,
        "managers in ten years at the observed pace": pace,
        "two steps into management, low": two[0],
        "two steps into management, high": two[1],
        "flows over openings, most": float((context.flow.sum(axis=0) / facts.openings).max()),
    }


def _with(known: Pairs, names: tuple[str, ...], size: bool) -> Pairs:
    chosen = [FEATURES.index(name) for name in names] or [0]
    openings = known.openings if size else np.where(known.openings > 0, 1.0, 0.0)
    return Pairs(known.labels, known.features[chosen], openings)


def _rows(known: Pairs, rows: npt.NDArray[np.intp]) -> Pairs:
    return Pairs(known.labels, known.features[:, rows], known.openings)


def _share(known: Pairs, weight: Array, rows: npt.NDArray[np.intp], data: Seen) -> Array:
    weights = weight if len(weight) else np.zeros(len(known.features))
    return chances(utility(_rows(known, rows).features, weights), known.openings, data.allowed[rows])


def _likelihood(share: Array, moves: Array) -> float:
    return float((moves * np.log(np.where(moves > 0, share, 1.0))).sum())


def _mean(share: Array, moves: Array) -> float:
    return _likelihood(share, moves) / float(moves.sum())
