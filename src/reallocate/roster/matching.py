"""All titles of a roster as occupations at once: the sure ones, and the unsure with what they may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from reallocate.roster.titles import RUNNERS_UP, SIMILAR, TYPING, Meanings, TitleIndex

CHOSEN = "chosen"
NEAR = 60.0
CLOSEST = 12
AT_ONCE = 256
"""Titles compared in one go: so many rows of 50,000 scores fit into 13 MB."""


def match_titles(
    titles: Sequence[str], index: TitleIndex, choices: Mapping[str, str]
) -> dict[str, Meanings]:
    """What each title was read as; the same as one by one, but all at once.

    titles : as written, each once
    index : of known titles
    choices : (title) occupation that the user chose
    """
    found: dict[str, Meanings] = {}
    unknown: list[str] = []
    for title in titles:
        chosen = Meanings(title, title, CHOSEN, {choices[title]: 1.0}) if title in choices else None
        if meanings := chosen or index.known(title):
            found[title] = meanings
        else:
            unknown.append(title)
    for start in range(0, len(unknown), AT_ONCE):
        found |= _by_letters(unknown[start : start + AT_ONCE], index)
    return {title: found[title] for title in titles}


def _by_letters(titles: Sequence[str], index: TitleIndex) -> dict[str, Meanings]:
    keys = [index.key(title) for title in titles]
    spelt, near = (
        process.cdist(keys, index.keys, scorer=scorer, score_cutoff=least, dtype=np.float32, workers=-1)
        for scorer, least in ((fuzz.ratio, TYPING), (fuzz.token_sort_ratio, NEAR))
    )
    found = {}
    for place, title in enumerate(titles):
        best = _alone(spelt[place])
        if best >= 0 and len(index.keys[best].split()) == len(keys[place].split()):
            found[title] = index.weigh(title, index.keys[best], "spelling")
        else:
            found[title] = _similar(title, near[place], index)
    return found


def _alone(scores: np.ndarray) -> int:
    """The place of the highest score where no other is as high, else -1."""
    best = int(scores.argmax())
    return best if scores[best] > 0 and int((scores == scores[best]).sum()) == 1 else -1


def _similar(title: str, scores: np.ndarray, index: TitleIndex) -> Meanings:
    """What a title without a known name may be, by the closest of those that have one; never sure."""
    close = np.argsort(-scores, kind="stable")[:CLOSEST]
    options: dict[str, float] = {}
    for place in close[scores[close] > 0].tolist():
        likeness = float(scores[place]) / 100.0
        for code, share in index.weigh(title, index.keys[place], SIMILAR).shares.items():
            options[code] = max(options.get(code, 0.0), likeness * share)
    ranked = sorted(options.items(), key=lambda option: (-option[1], option[0]))[: RUNNERS_UP + 1]
    return Meanings(title, "", SIMILAR if ranked else "", dict(ranked))


def matched_occupations(
    rows: pd.DataFrame, index: TitleIndex, choices: Mapping[str, str]
) -> tuple[pd.Series, dict[str, Meanings]]:
    """The occupation of each row, "" where it is not sure; and how each title was read.

    rows : (row) title, and occupation where the file gives a code
    index : of known titles
    choices : (title) occupation that the user chose
    """
    asked = rows["occupation"].eq("") & rows["title"].ne("")
    matches = match_titles(sorted(rows.loc[asked, "title"].unique().tolist()), index, choices)
    read = rows["title"].map({title: match.occupation for title, match in matches.items()})
    return rows["occupation"].where(~asked, read).fillna("").astype(str), matches
