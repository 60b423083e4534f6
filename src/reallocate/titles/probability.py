"""From evidence to occupations, likeliest first, and how probable it is that the likeliest is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
import numpy.typing as npt

from reallocate.titles.evidence import FEATURES, SIGNS, Evidence
from reallocate.titles.words import listed

Floats = npt.NDArray[np.float64]
FILE = "model.toml"
CONFIDENCE = (
    "constant", "likeliest", "ahead", "word_likeness", "letter_likeness", "known_words", "listed_english",
    "length", "known_and_alike", "listed_foreign", "head_titles", "is_foreign", "foreign_and_alike",
    "listed_and_likeliest", "own_listed_share", "own_votes", "own_word_odds", "own_head",
)  # fmt: skip
"""What the probability is a logistic function of."""
LONGEST = 5
"""[words] A longer title is as sure as one of this length."""
NO_HEAD, VAGUE = 0.15, 0.45
"""At most so probable: a title of whose words hardly any says what somebody is; one that names no field."""
FEW = 3
"""[titles] with a head."""
SURELY_LISTED = 0.9


@dataclass(frozen=True, eq=False)
class Model:
    """The fitted weights of evidence.

    rank : (feature) of a candidate's log-odds
    confidence : (term) of the log-odds that the likeliest is right
    listed : probability that a title goes to the occupation whose people reported it
    """

    rank: Floats
    confidence: Floats
    listed: float

    @classmethod
    def of(cls, values: Mapping[str, Mapping[str, float]]) -> Self:
        """The weights by name.

        values : rank and confidence, each (name) weight, and listed
        """
        rank, confidence = (
            np.array([values[part][name] for name in names])
            for part, names in (("rank", FEATURES), ("confidence", CONFIDENCE))
        )
        return cls(rank, confidence, values["listed"]["probability"])


@cache
def shipped_model() -> Model:
    """The weights that ship, as fitted by `scripts/title_fit.py`."""
    return Model.of(listed(FILE))


@dataclass(frozen=True, eq=False)
class Ranking:
    """The candidates of some titles, likeliest first.

    occupations : (title, rank) place of the occupation
    share : (title, rank) how likely it is among the candidates
    best : (title, feature) what speaks for the likeliest
    signs : (title, sign) of the title itself
    """

    occupations: npt.NDArray[np.intp]
    share: Floats
    best: Floats
    signs: Floats


def ranked(evidence: Evidence, weights: Floats) -> Ranking:
    """The candidates by what speaks for them.

    π[o] = exp(Σ_f weight[f]·feature[f, o]) / Σ_candidates
    weights : (feature)
    Source: McFadden 1974, Conditional logit analysis of qualitative choice behavior, section 2.
    """
    score = evidence.features @ weights
    score = np.exp(score - score.max(axis=1, keepdims=True))
    share = score / score.sum(axis=1, keepdims=True)
    # Shares are rounded before they are ordered, so that an order never depends on a last digit.
    order = np.lexsort((evidence.candidates, -share.round(9)), axis=1)
    return Ranking(
        np.take_along_axis(evidence.candidates, order, axis=1),
        np.take_along_axis(share, order, axis=1),
        evidence.features[np.arange(len(order)), order[:, 0]],
        evidence.signs,
    )


def confidence_terms(found: Ranking) -> Floats:
    """(title, term) what the probability depends on, as in `CONFIDENCE`.

    found : as from `ranked`
    """
    first = found.share[:, 0]
    second = found.share[:, 1] if found.share.shape[1] > 1 else np.zeros_like(first)
    sign = dict(zip(SIGNS, found.signs.T, strict=True))
    best = dict(zip(FEATURES, found.best.T, strict=True))
    likeliest = np.log((first + 1e-4) / (1 - first + 1e-4))
    word, known = sign["word_likeness"], sign["known_words"]
    return np.column_stack(
        [
            np.ones_like(first), likeliest, np.minimum(np.log((first + 1e-6) / (second + 1e-6)), 8.0), word,
            sign["letter_likeness"], known, sign["listed_english"], np.minimum(sign["length"], LONGEST),
            known * word, sign["listed_foreign"], np.minimum(6.0, np.log1p(sign["head_titles"])),
            sign["is_foreign"], sign["is_foreign"] * word, sign["listed_english"] * likeliest,
            best["listed_share"], best["votes"], best["word_odds"], best["head"],
        ]
    )  # fmt: skip


def probability(ranking: Ranking, weights: Floats) -> Floats:
    """(title) that the likeliest occupation is right; 0 where the title has no word.

    ranking : as from `ranked`
    weights : (term) fitted on titles that were held out
    """
    found = 1.0 / (1.0 + np.exp(-(confidence_terms(ranking) @ weights)))
    sign = dict(zip(SIGNS, ranking.signs.T, strict=True))
    surely = np.maximum(sign["listed_english"], sign["listed_foreign"]) >= SURELY_LISTED
    no_job = sign["names_no_job"] > 0
    found = np.where(no_job, np.minimum(found, np.where(surely, VAGUE, NO_HEAD)), found)
    found = np.where((sign["any_head"] < FEW) & ~surely, np.minimum(found, NO_HEAD), found)
    found = np.where(sign["is_bare"] > 0, np.minimum(found, VAGUE), found)
    return np.where(sign["length"] == 0, 0.0, found)
