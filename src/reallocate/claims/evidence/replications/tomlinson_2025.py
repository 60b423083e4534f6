"""Tomlinson et al. 2025: applicability scores by the paper's first equation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained

_FOLDER = "open/working-with-ai"
_LEAST_SHARE = 0.0005
_SIDES = ("user", "ai")


def replicate(context: EvidenceContext) -> Found:
    """The score of every occupation.

    context : with the release's files, which do not ship whole
    """
    names = ("iwa_metrics", "soc_iwa_weights", "soc_ai_applicability_scores")
    files = [context.file(f"{_FOLDER}/{name}.csv") for name in names]
    if any(file is None for file in files):
        return {}
    metrics, weights, published = (pd.read_csv(file, index_col=0) for file in files if file is not None)
    share = weights.div(weights.sum(axis=1), axis=0)
    used = {side: metrics[f"share_{side}"] > _LEAST_SHARE for side in _SIDES}
    sides = [used[side] * metrics[f"completion_{side}"] * metrics[f"impact_scope_{side}"] for side in _SIDES]
    useful = pd.concat(sides, axis=1).sum(axis=1)
    ours = share @ useful.reindex(share.columns).fillna(0.0) / len(_SIDES)
    theirs = published["ai_applicability_score"]
    worst = float(np.abs(ours.reindex(theirs.index) - theirs).max())
    return {"applicability": Obtained(worst, f"{len(theirs)} occupations, {share.shape[1]} kinds of task")}
