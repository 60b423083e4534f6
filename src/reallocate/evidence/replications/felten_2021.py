"""Felten, Raj, Seamans 2021 and 2023: the most exposed occupations."""

from __future__ import annotations

import pandas as pd

from reallocate.evidence.ground import Ground
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


def replicate(ground: Ground) -> Found:
    """The figures of the papers, as far as their own appendices hold them.

    ground : with the appendices, which may not ship
    """
    found: Found = {
        "from_abilities": Obtained(
            None, missing="O*NET's ratings of abilities, which are not among the sources at hand"
        )
    }
    appendix, language = ground.file(APPENDIX), ground.file(LANGUAGE)
    if appendix is not None:
        table = pd.read_excel(appendix, sheet_name="Appendix A", engine="calamine")
        table = table.sort_values("AIOE", ascending=False, ignore_index=True)
        places = sum(
            str(table.loc[place, "Occupation Title"]).strip() == title for place, title in enumerate(TOP)
        )
        first = ", ".join(
            f"{row['Occupation Title']} {row['AIOE']:.3f}" for row in table.head(len(TOP)).to_dict("records")
        )
        found["top_aioe"] = Obtained(float(places), first)
        found["top_value"] = Obtained(float(table["AIOE"].iloc[0]), f"{len(table)} occupations of SOC 2010")
    if language is not None:
        table = pd.read_excel(language, sheet_name="LM AIOE", engine="calamine")
        top = table.sort_values("Language Modeling AIOE", ascending=False).iloc[0]
        found["language_top"] = Obtained(float(top["Language Modeling AIOE"]), str(top["Occupation Title"]))
    return found
