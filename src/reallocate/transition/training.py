"""Training before a move and ramp-up after it: what has to be learned, in weeks (P9)."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array, Integers
from reallocate.transition.context import MoveContext
from reallocate.transition.coverage import lacking
from reallocate.transition.distance import overlap
from reallocate.work.parameters import Parameters

WEEKS_PER_MONTH = 52 / 12
LEAST_NEW = 0.1
"""Share of a new job that has to be learned even where the same is done elsewhere (grade J)."""


def weeks_to_learn(
    context: MoveContext, mix: Array, origin: Integers, target: Integers, p: Parameters
) -> tuple[Array, Array]:
    """Weeks of training before each move, and weeks of ramp-up after it, rounded to half weeks (P9).

    context : what occupations need and do
    mix : (origin, occupation) [share of people] what people at each origin do
    origin : (move) its place in `mix`
    target : (move) its place among the occupations
    p : training_share [share], ramp_up_months, move_ramp_up_share
    Returns (move) [weeks], twice:
    training = training_share·lacking;
    ramp-up = months·share·max(new, 0.1) + (1 − training_share)·lacking: what is not taught before is
    learned in the job; lacking and new as from `to_learn`.
    Source: P9 of this project's model; the parameters and their sources are in `work/parameters.toml`.
    """
    missing, new = to_learn(context, mix, origin, target)
    unlike = p["ramp_up_months"] * WEEKS_PER_MONTH * p["move_ramp_up_share"]
    ramp_up = unlike * np.maximum(new, LEAST_NEW) + (1.0 - p["training_share"]) * missing
    return _halves(p["training_share"] * missing), _halves(ramp_up)


def to_learn(context: MoveContext, mix: Array, origin: Integers, target: Integers) -> tuple[Array, Array]:
    """What each move leaves to learn; (move) preparation that is lacking [weeks], new work [share of hours].

    context, mix, origin, target : as for `weeks_to_learn`
    lacking = (1 − coverage)·preparation, of the target's skills and knowledge (`coverage.lacking`);
    new = 1 − Σ_a √(h[i,a]·h[j,a]) (`distance.overlap`)
    Source: O*NET 30.1, Skills, Knowledge and Job Zones.
    """
    needs = context.needs
    brought = (mix @ needs.level)[origin]
    missing = lacking(needs.importance[target], needs.level[target], brought).sum(axis=1)
    alike = overlap(mix @ context.content, context.content)[origin, target]
    return missing * needs.preparation[target], np.clip(1.0 - alike, 0.0, 1.0)


def _halves(weeks: Array) -> Array:
    return np.round(2 * weeks) / 2
