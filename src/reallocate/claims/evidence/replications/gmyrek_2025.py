"""Gmyrek et al. 2025: the exposure of occupations from the scores of their tasks."""

from __future__ import annotations

import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained

_FILE = "validation-only/ilo-genai-2025/Final_Scores_ISCO08_Gmyrek_et_al_2025.xlsx"
_PUBLISHED = {"occupation_scores": ("mean", "mean_score_2025"), "spread_of_scores": ("std", "SD_2025")}


def replicate(context: EvidenceContext) -> Found:
    """Means and spreads of all occupations.

    context : with the file of scores, which may not ship
    """
    file = context.file(_FILE)
    if file is None:
        return {}
    table = pd.read_excel(file, engine="calamine")
    tasks = table.groupby("ISCO_08")
    ours, printed = tasks["score_2025"].agg(["mean", "std"]), tasks.first()
    says = f"{len(printed)} occupations, {len(table)} tasks"
    return {
        name: Obtained(float((ours[how] - printed[column]).abs().max()), says)
        for name, (how, column) in _PUBLISHED.items()
    }
