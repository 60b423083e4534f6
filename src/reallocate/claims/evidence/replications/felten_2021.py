"""Felten, Raj, Seamans 2021 and 2023: the exposure of abilities, and the most exposed occupations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained

_APPENDIX = "validation-only/aioe/AIOE_DataAppendix.xlsx"
_LANGUAGE = "validation-only/aioe/Language Modeling AIOE and AIIE.xlsx"
TOP = {
    "Genetic Counselors": 1.528,
    "Financial Examiners": 1.526,
    "Actuaries": 1.516,
    "Purchasing Agents, Except Wholesale, Retail, and Farm Products": 1.509,
    "Budget Analysts": 1.503,
}


def replicate(context: EvidenceContext) -> Found:
    """The figures of the papers, as far as their own appendices hold them.

    context : with the appendices, which may not ship
    """
    found: Found = {}
    appendix, language = context.file(_APPENDIX), context.file(_LANGUAGE)
    if appendix is not None:
        table = pd.read_excel(appendix, sheet_name="Appendix A", engine="calamine")
        table = table.sort_values("AIOE", ascending=False, ignore_index=True)
        top = table.head(len(TOP))
        titles, scores = top["Occupation Title"].astype(str), top["AIOE"]
        places = float((titles.str.strip() == list(TOP)).sum())
        first = ", ".join(f"{title} {score:.3f}" for title, score in zip(titles, scores, strict=True))
        found["ability_exposure"] = _abilities(appendix)
        found["top_aioe"] = Obtained(places, first)
        worst = float((scores - list(TOP.values())).abs().max())
        found["top_values"] = Obtained(worst, f"{first}; of {len(table)} occupations of SOC 2010")
    if language is not None:
        table = pd.read_excel(language, sheet_name="LM AIOE", engine="calamine")
        scores = table.set_index("Occupation Title")["Language Modeling AIOE"]
        found["language_top"] = Obtained(float(scores.max()), str(scores.idxmax()))
    return found


def _abilities(appendix: Path) -> Obtained:
    """Exposure of abilities from how uses of AI relate to them, held against the published."""
    related, published = (
        pd.read_excel(appendix, sheet_name=f"Appendix {name}", engine="calamine", index_col=0)
        for name in ("D", "E")
    )
    total = related.sum(axis=1)
    ours = (total - total.mean()) / total.std()
    difference = (ours.reindex(published.index) - published.iloc[:, 0]).abs()
    says = f"{len(published)} abilities × {related.shape[1]} uses; most for {difference.idxmax()}"
    return Obtained(float(difference.max()), says)
