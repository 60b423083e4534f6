"""Eloundou et al. 2023: exposure scores from task labels, who is exposed, and how far labellers agree."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.earlier_jobs import employment_2021
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.data.packs import gpts_are_gpts
from reallocate.work.reach import LEVELS, occupation_scores, soc_mean

_FOLDER = "open/gpts-are-gpts"
_TENTH, _HALF = 0.1, 0.5
_ROUNDING = 1e-9
"""Scores are ratios of whole numbers: one that is half is not to fall short by a last digit."""


def replicate(context: EvidenceContext) -> Found:
    """The figures of the paper.

    context : with the repository's label files, which do not ship whole
    """
    labelled, scored = (context.file(f"{_FOLDER}/{name}") for name in ("full_labelset.tsv", "occ_level.csv"))
    labels = None if labelled is None else gpts_are_gpts.exposure_labels(labelled)
    published = None if scored is None else gpts_are_gpts.published_scores(scored).set_index("onet_code")
    found: Found = {}
    if labels is not None:
        found |= {**_tasks(labels), **_agreement(labels)}
    if published is not None:
        found |= {**_occupations(published), **_workers(context, published)}
    if labels is not None and published is not None:
        found |= _scores(labels, published)
    return found


def _scores(labels: pd.DataFrame, published: pd.DataFrame) -> Found:
    ours = occupation_scores(labels).reindex(index=published.index, columns=published.columns)
    worst = float((ours - published).abs().to_numpy().max())
    says = f"{len(published)} occupations × {published.shape[1]} scores"
    return {"occupation_scores": Obtained(worst, says)}


def _tasks(labels: pd.DataFrame) -> Found:
    found: Found = {}
    for rater in ("people", "gpt4"):
        label = labels[f"{rater}_exposure"]
        found[f"tasks_alpha_{rater}"] = Obtained(100.0 * float(label.eq("E1").mean()), f"{len(label)} tasks")
        both = 100.0 * float(label.isin(["E1", "E2"]).mean())
        found[f"tasks_zeta_{rater}"] = Obtained(both, f"{len(label)} tasks, each counted once")
    return found


def _occupations(published: pd.DataFrame) -> Found:
    says = f"{len(published)} occupations"
    shares = {name: float((published[f"people_{name}"] >= _HALF - _ROUNDING).mean()) for name in LEVELS}
    return {f"half_exposed_{name}": Obtained(100.0 * share, says) for name, share in shares.items()}


def _workers(context: EvidenceContext, published: pd.DataFrame) -> Found:
    jobs = employment_2021(context)
    if jobs is None:
        return {}
    score = soc_mean(published)["people_beta"].reindex(jobs.index)
    exposed = {"tenth": score >= _TENTH - _ROUNDING, "half": score > _HALF + _ROUNDING}
    people = {name: float(jobs[those].sum()) for name, those in exposed.items()}
    matched, everybody = float(jobs[score.notna()].sum()), float(jobs.sum())
    known = f"{matched / everybody:.0%} of them are matched"
    return {
        f"workers_{name}": Obtained(
            100.0 * count / matched, f"{100 * count / everybody:.1f}% of all workers; {known}"
        )
        for name, count in people.items()
    }


def _agreement(labels: pd.DataFrame) -> Found:
    found: Found = {}
    for name, half in LEVELS.items():
        people, model = (
            labels[f"{rater}_exposure"].map({"E1": 1.0, "E2": half}).fillna(0.0).to_numpy(dtype=float)
            for rater in ("people", "gpt4")
        )
        found[f"agreement_{name}"] = Obtained(100.0 * float(np.mean(people == model)))
        found[f"correlation_{name}"] = Obtained(float(np.corrcoef(people, model)[0, 1]))
    return found
