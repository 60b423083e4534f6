"""What a move asks in words: courses, degree, licence, apprenticeship and experience, with time and money."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from reallocate.transition.programmes import programmes
from reallocate.work.world import World

WEEKS, MONTHS = 52, 12
LONG = 5.0
ASKED = ["years", "tuition", "usual_degree", "apprenticeship", "experience", "required_experience"]
NOTHING_TO_PAY = 50.0
"""Tuition below this is not worth a number [USD]."""


@lru_cache(maxsize=4)
def entry_words(world: World) -> pd.DataFrame:
    """What every occupation asks in words.

    world : with the tables projections, programmes and licences
    Returns (occupation) education (BLS's typical entry education), programme (what a bound field asks; empty
    for others) and licensed (whether it is on the list of licences).
    Source: BLS Employment Projections 2024–34, table 1.2; the lists name their own.
    """
    labels = pd.Index(world.occupations.index.to_list(), dtype=object, name="occupation")
    education = world.table("projections").set_index("occupation")["education"].reindex(labels)
    return pd.DataFrame(
        {
            "education": education.astype(object),
            "programme": programmes(world).asks,
            "licensed": labels.isin(world.table("licences")["occupation"]),
        },
        index=labels,
    )


def requirements_in_words(moves: pd.DataFrame, words: pd.DataFrame) -> list[str]:
    """What each move asks; (move) text.

    moves : (move) as from `ways.moves_of`
    words : as from `entry_words`
    An unmet degree or licence stands with years and dollars.
    """
    at = words.index.get_indexer(pd.Index(moves["occupation"].to_list(), dtype=object))
    named = zip(words["education"].to_numpy(object)[at], words["programme"].to_numpy(object)[at], strict=True)
    rows = zip(*(moves[name].tolist() for name in ASKED), strict=True)
    return [
        _requirement(dict(zip(ASKED, row, strict=True)), education, programme)
        for row, (education, programme) in zip(rows, named, strict=True)
    ]


def licences(moves: pd.DataFrame, words: pd.DataFrame) -> list[str]:
    """The licence or certificate that each move asks and that is not held; (move) text.

    moves, words : as for `requirements_in_words`
    """
    at = words.index.get_indexer(pd.Index(moves["occupation"].to_list(), dtype=object))
    named = (words[name].to_numpy(object)[at] for name in ("programme", "licensed"))
    return [
        programme if years > 0 and (licensed or "licence" in programme) else ""
        for years, programme, licensed in zip(moves["years"].tolist(), *named, strict=True)
    ]


def _requirement(row: Mapping[str, Any], education: str, programme: str) -> str:
    parts = []
    years, tuition = float(row["years"]), float(row["tuition"])
    if years > 0:
        what = programme or f"{str(education).lower()}, the usual entry"
        cost = f"about {_two_figures(tuition):,.0f} USD" if tuition >= NOTHING_TO_PAY else "no tuition"
        parts.append(f"{span(years)}, {cost}: {what}")
    elif row["usual_degree"]:
        parts.append("a degree is usual, not a must")
    if row["apprenticeship"] and "apprenticeship" not in programme:
        parts.append("paid apprenticeship of 4 to 5 years")
    if row["experience"] > 0:
        least = "5 years or more" if row["experience"] >= LONG else "some years"
        parts.append(f"{least} of related work (yours does not count)")
    elif row["required_experience"] > 0:
        parts.append("related experience (yours may count)")
    return "; ".join(parts) or "no course or licence"


def _two_figures(amount: float) -> float:
    return round(amount, 2 - len(str(int(amount))))


def span(years: float) -> str:
    """How long study takes, in weeks, months or years.

    years : [years]
    """
    if years < 0.25:
        weeks = max(1, round(years * WEEKS))
        return "1 week" if weeks == 1 else f"{weeks} weeks"
    if years < 1:
        return f"{round(MONTHS * years)} months"
    return "1 year" if years == 1 else f"{years:g} years"
