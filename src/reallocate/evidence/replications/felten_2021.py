"""Felten, Raj, Seamans 2021 and 2023: the exposure of abilities, and the most exposed occupations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.evidence.context import EvidenceContext
from reallocate.evidence.scorecard import Found, Obtained

APPENDIX = "validation-only/aioe/AIOE_DataAppendix.xlsx"
LANGUAGE = "validation-only/aioe/Language Modeling AIOE and AIIE.xlsx"
TOP = (
    "Genetic Counselors",
    "Financial Examiners",
    "Actuaries",
    "Purchasing Agents, Except Wholesale, Retail, and Farm Products",
    "Budget Analysts",
)
VALUES = (1.528, 1.526, 1.516, 1.509, 1.503)


def replicate(context: EvidenceContext) -> Found:
    """The figures of the papers, as far as their own appendices hold them.

    context : with the appendices, which may not ship
    """
    found: Found = {}
    appendix, language = context.file(APPENDIX), context.file(LANGUAGE)
    if appendix is not None:
        table = pd.read_excel(appendix, sheet_name="Appendix A", engine="calamine")
        table = table.sort_values("AIOE", ascending=False, ignore_index=True)
        places = sum(
            str(table.loc[place, "Occupation Title"]).strip() == title for place, title in enumerate(TOP)
        )
        first = ", ".join(
            f"{row['Occupation Title']} {row['AIOE']:.3f}" for row in table.head(len(TOP)).to_dict("records")
        )
        found["ability_exposure"] = _abilities(appendix)
        found["top_aioe"] = Obtained(float(places), first)
        worst = float((table["AIOE"].head(len(VALUES)) - pd.Series(VALUES)).abs().max())
        found["top_values"] = Obtained(worst, f"{first}; of {len(table)} occupations of SOC 2010")
    if language is not None:
        table = pd.read_excel(language, sheet_name="LM AIOE", engine="calamine")
        top = table.sort_values("Language Modeling AIOE", ascending=False).iloc[0]
        found["language_top"] = Obtained(float(top["Language Modeling AIOE"]), str(top["Occupation Title"]))
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
    return Obtained(
        float(difference.max()),
        f"{len(published)} abilities × {related.shape[1]} uses; most for {difference.idxmax()}",
    )
