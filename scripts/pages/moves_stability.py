"""How often a first move stays in redraws of the survey: `python -m scripts.pages.moves_stability`.

Cells of the survey are drawn as Poisson around the people seen, or around what model and survey expect
together, so that cells in which nobody was seen may fill. Cards are those for people with high school.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.moves.distance import distances
from reallocate.moves.observed import _between, movers
from reallocate.moves.options import SIDEWAYS, standing
from reallocate.moves.survey import chances, coefficients, features, utility, yearly_flows
from reallocate.moves.ways import WaysContext, moves_at, ways_context
from reallocate.work.world import World

DRAWS = {"people seen": 100, "model and survey together": 60}
_HIGH_SCHOOL, _SEED = 2, 7
Array = npt.NDArray[np.float64]


def redrawn(world: World, context: WaysContext, around: str, draws: int) -> dict[str, float]:
    """Shares of draws and jobs in which the first move sideways stays first, or stays on the card.

    around : a key of `DRAWS`
    draws : how many
    """
    counts, p, facts = context.counts, context.parameters, context.facts
    made = utility(features(facts, distances(world)), coefficients(p))
    mean = np.where(counts.allowed, counts.moves, 0.0)
    if around != "people seen":
        mean = _expected(context, made, mean)
    transfers = float((facts.transfer_rate * facts.employment).sum())
    shown = _cards(context)
    first = {int(origin): places[0] for origin, places in shown.items()}
    random, same, among = np.random.default_rng(_SEED), [], []
    for _ in range(draws):
        seen = replace(counts, moves=random.poisson(mean).astype(float))
        moved = movers(facts, seen, made, p["move_prior"], p["leaving_prior"])
        flow = yearly_flows(
            facts.employment, moved.leaving, moved.share, transfers, p["move_room"] * facts.openings
        )
        lift = flow / flow.sum(axis=1, keepdims=True) / (facts.openings / facts.openings.sum())
        again = _cards(replace(context, moved=moved, flow=flow, lift=lift))
        now = [again.get(origin, (-1,))[0] for origin in first]
        same.append([one == place for one, place in zip(now, first.values(), strict=True)])
        among.append([one in shown[origin] for one, origin in zip(now, first, strict=True)])
    return {"first unchanged": float(np.mean(same)), "first among those shown": float(np.mean(among))}


def _expected(context: WaysContext, made: Array, seen: Array) -> Array:
    """(unit, unit) people whom model and survey expect together."""
    counts, prior = context.counts, context.parameters["move_prior"]
    by = chances(_between(counts.people, made, counts.newcomers), counts.openings, counts.allowed)
    share = by * (seen + prior) / (counts.movers[:, None] * by + prior)
    return np.asarray(counts.movers[:, None] * share / share.sum(axis=1, keepdims=True))


def _cards(context: WaysContext) -> dict[int, tuple[int, ...]]:
    """Origin -> places of its moves sideways, best first."""
    shown: pd.DataFrame = standing(moves_at(context, _HIGH_SCHOOL), context.parameters)
    side = shown[shown["option"] == SIDEWAYS]
    return {int(origin): tuple(part) for origin, part in side.groupby("origin")["place"]}


def main() -> None:
    """Print both."""
    world = load_world()
    context = ways_context(world)
    for around, draws in DRAWS.items():
        for name, value in redrawn(world, context, around, draws).items():
            print(f"{draws} draws around {around}: {name} {value:.3f}")


if __name__ == "__main__":
    main()
