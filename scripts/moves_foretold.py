"""Does distance foretell where people go? Held-out comparison with simpler answers."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.transition.choice import FEATURES, TIERS, Pairs, chances, fit
from reallocate.transition.distance import DOMAINS
from reallocate.transition.survey import Survey

Array = npt.NDArray[np.float64]

FOLDS = 5
RANDOM, OPENINGS = "at random", "openings alone"
ANSWERS: dict[str, tuple[str, ...]] = {
    RANDOM: (),
    OPENINGS: (),
    "openings, related occupations": tuple(TIERS),
    "openings, distance in content": DOMAINS[:1],
    "openings, distance in skills": DOMAINS[1:2],
    "openings, distance in knowledge": DOMAINS[2:],
    "openings, all three distances": DOMAINS,
    "openings, distances, related occupations": FEATURES,
}
"""Ways to say where movers go, by the features that each uses."""


def fold_of(label: str) -> int:
    """The part of the sample that a group belongs to, by its code alone.

    label : of a group
    """
    return hashlib.sha256(label.encode()).digest()[0] % FOLDS


def compare(seen: Survey, known: Pairs) -> pd.DataFrame:
    """How well each answer foretells the moves out of groups that it was not fitted on.

    seen : observed moves
    known : features between the same groups
    Returns answer, log_likelihood [nats/mover] of held-out moves, rank_correlation of chances with
    shares over targets, both means over origins weighted by observed movers, and perplexity
    [targets], the number of equally likely targets that would be as hard to guess.
    """
    rows = np.flatnonzero(seen.movers > 0)
    folds = np.array([fold_of(str(label)) for label in seen.groups])
    found = []
    for answer, names in ANSWERS.items():
        part = _with(known, names, size=answer != RANDOM)
        likelihood, correlation = np.zeros(len(seen.groups)), np.zeros(len(seen.groups))
        for fold in range(FOLDS):
            inside, outside = rows[folds[rows] != fold], rows[folds[rows] == fold]
            weight = np.zeros(len(names))
            if names:
                weight = fit(
                    _rows(part, inside), seen.moves[inside], seen.movers[inside], seen.allowed[inside]
                )
            share = chances(_rows(part, outside), weight, seen.allowed[outside])
            for place, row in enumerate(outside):
                likelihood[row], correlation[row] = _score(
                    share[place], seen.moves[row], seen.allowed[row], answer == RANDOM
                )
        count = seen.movers[rows] / seen.movers[rows].sum()
        mean = float(count @ likelihood[rows])
        found.append(
            {
                "answer": answer,
                "log_likelihood": mean,
                "perplexity": float(np.exp(-mean)),
                "rank_correlation": float(count @ correlation[rows]),
            }
        )
    return pd.DataFrame(found)


def _with(known: Pairs, names: tuple[str, ...], size: bool) -> Pairs:
    chosen = [FEATURES.index(name) for name in names]
    openings = known.openings if size else np.ones(len(known.openings))
    return replace(known, features=known.features[chosen], openings=openings)


def _rows(known: Pairs, rows: npt.NDArray[np.intp]) -> Pairs:
    return replace(known, features=known.features[:, rows])


def _score(chance: Array, moves: Array, allowed: npt.NDArray[np.bool_], blind: bool) -> tuple[float, float]:
    some = moves > 0
    likelihood = float((moves[some] * np.log(chance[some])).sum())
    if blind:
        return likelihood, 0.0
    ranks = pd.DataFrame({"chance": chance[allowed], "moves": moves[allowed]}).rank()
    return likelihood, float(np.corrcoef(ranks.to_numpy().T)[0, 1])
