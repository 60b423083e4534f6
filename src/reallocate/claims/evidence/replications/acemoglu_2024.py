"""Acemoglu 2024: the exposed wage bill, and the arithmetic from it to productivity."""

from __future__ import annotations

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.earlier_jobs import detailed_2021
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.data.packs import gpts_are_gpts
from reallocate.work.hours import task_weights

_LABELS = "open/gpts-are-gpts/full_labelset.tsv"
_GRADES = {"T3": 0.75, "T4": 1.0}
_EXPOSED, _PROFITABLE, _SAVING, _LABOUR_SHARE, _CAPITAL_SHARE = 0.200, 0.23, 0.27, 0.535, 0.43
_EASY, _HARD, _HARD_SAVING = 0.033, 0.013, 0.037
_PRINTED_HARD = 0.53
"""As printed; from the printed factors it would be 0.52, as another figure here shows [%]."""
_YEARS = 10


def replicate(context: EvidenceContext) -> Found:
    """The figures of the paper.

    context : with the task labels and jobs of 2021 for the first; the rest is arithmetic on what it prints
    """
    saving = _SAVING * _LABOUR_SHARE
    productivity = round(_EXPOSED * _PROFITABLE, 3) * round(saving, 3)
    return {
        "exposed_share": _exposed(context),
        "affected_share": Obtained(100 * _EXPOSED * _PROFITABLE),
        "cost_saving": Obtained(100 * saving),
        "productivity": Obtained(100 * productivity),
        "productivity_yearly": Obtained(round(100 * productivity, 2) / _YEARS),
        "productivity_hard": Obtained(100 * (_EASY * round(saving, 3) + _HARD * _HARD_SAVING)),
        "output": Obtained(round(100 * productivity, 2) / (1 - _CAPITAL_SHARE)),
        "output_hard": Obtained(_PRINTED_HARD / (1 - _CAPITAL_SHARE)),
    }


def _exposed(context: EvidenceContext) -> Obtained:
    jobs = detailed_2021(context)
    labelled = context.file(_LABELS)
    if jobs is None or labelled is None:
        return Obtained(None)
    labels = gpts_are_gpts.exposure_labels(labelled)
    weights = task_weights(labels)
    graded = labels["gpt4_automation"].map(_GRADES).fillna(0.0) * weights
    by_code = labels["onet_code"]
    index = graded.groupby(by_code).sum() / weights.groupby(by_code).sum()
    score = index.groupby(index.index.str[:7]).mean().reindex(jobs.index)
    whole = jobs["employment"] * jobs["wage"]
    bill = whole.where(score.notna())
    matched = f"matched occupations hold {float(bill.sum() / whole.sum()):.0%} of the wage bill of 2021"
    return Obtained(100 * float((bill * score).sum() / bill.sum()), matched)
