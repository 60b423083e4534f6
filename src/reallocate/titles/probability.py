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
    "length", "known_and_alike", "listed_foreign", "head_titles", "is_foreign", "foreign_and_alike", "listed_and_likeliest",
)  # fmt: skip
"""What the probability is a logistic function of."""
LONGEST = 5
"""[words] A longer title is as sure as one of this length."""
NO_HEAD, BARE_HEAD = 0.15, 0.45
"""At most so probable: a title whose head few known titles have; one that is a common head alone."""
FEW, MANY = 3, 100
"""[titles] with a head."""
SURELY_LISTED = 0.9


@dataclass(frozen=True, eq=False)
class Model:
    """The fitted weights of evidence.

    rank : (feature) of a candidate's log-odds
    confidence : (term) of the log-odds that the likeliest is right
    """

    rank: Floats
    confidence: Floats

    @classmethod
    def of(cls, values: Mapping[str, Mapping[str, float]]) -> Self:
        """The weights by name.

        values : rank and confidence, each (name) weight
        """
        rank, confidence = values["rank"], values["confidence"]
        return cls(np.array([rank[name] for name in FEATURES]), np.array([confidence[name] for name in CONFIDENCE]))


@cache
def shipped_model() -> Model:
    """The weights that ship, as fitted by `scripts/title_fit.py`."""
    return Model.of(listed(FILE))


def ranked(evidence: Evidence, weights: Floats) -> tuple[npt.NDArray[np.intp], Floats]:
    """(title, rank) the candidates, likeliest first, and the share of each.

    π[o] = exp(Σ_f weight[f]·feature[f, o]) / Σ_candidates
    Source: McFadden 1974, Conditional logit analysis of qualitative choice behavior, section 2.
    """
    score = evidence.features @ weights
    score = np.exp(score - score.max(axis=1, keepdims=True))
    share = score / score.sum(axis=1, keepdims=True)
    # Shares are rounded before they are ordered, so that an order never depends on a last digit.
    order = np.lexsort((evidence.candidates, -share.round(9)), axis=1)
    return np.take_along_axis(evidence.candidates, order, axis=1), np.take_along_axis(share, order, axis=1)


def confidence_terms(share: Floats, signs: Floats) -> Floats:
    """(title, term) what the probability depends on, as in `CONFIDENCE`.

    share : (title, rank) as from `ranked`
    signs : (title, sign) as in `SIGNS`
    """
    first = share[:, 0]
    second = share[:, 1] if share.shape[1] > 1 else np.zeros_like(first)
    sign = dict(zip(SIGNS, signs.T, strict=True))
    likeliest = np.log((first + 1e-4) / (1 - first + 1e-4))
    word, known = sign["word_likeness"], sign["known_words"]
    return np.column_stack(
        [
            np.ones_like(first), likeliest, np.minimum(np.log((first + 1e-6) / (second + 1e-6)), 8.0), word,
            sign["letter_likeness"], known, sign["listed_english"], np.minimum(sign["length"], LONGEST),
            known * word, sign["listed_foreign"], np.minimum(6.0, np.log1p(sign["head_titles"])),
            sign["is_foreign"], sign["is_foreign"] * word, sign["listed_english"] * likeliest,
        ]
    )  # fmt: skip


def probability(share: Floats, signs: Floats, weights: Floats) -> Floats:
    """(title) that the likeliest occupation is right; 0 where the title has no word.

    share : (title, rank) as from `ranked`
    signs : (title, sign) as in `SIGNS`
    weights : (term) fitted on titles that were held out
    """
    found = 1.0 / (1.0 + np.exp(-(confidence_terms(share, signs) @ weights)))
    sign = dict(zip(SIGNS, signs.T, strict=True))
    surely = np.maximum(sign["listed_english"], sign["listed_foreign"]) >= SURELY_LISTED
    found = np.where((sign["head_titles"] < FEW) & ~surely, np.minimum(found, NO_HEAD), found)
    bare = (sign["length"] <= 1) & (sign["head_titles"] >= MANY)
    found = np.where(bare & ~surely | bare & (sign["listed_english"] > 0), np.minimum(found, BARE_HEAD), found)
    return np.where(sign["length"] == 0, 0.0, found)
