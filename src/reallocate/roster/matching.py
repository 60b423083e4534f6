"""All titles of a roster as occupations at once: the sure ones, and the unsure with what they may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from reallocate.roster.titles import SURE, TYPING, TitleIndex

CHOSEN = "chosen"
SIMILAR = "similar"
NEAR = 60.0
CLOSEST = 12
RUNNERS_UP = 4
AT_ONCE = 256
"""Titles compared in one go: so many rows of 50,000 scores fit into 13 MB."""


@dataclass(frozen=True)
class TitleMatch:
    """What one title was read as, and what else it may be.

    how : official, listed, without seniority, spelling, similar, chosen, or "" where nothing is near
    sure : whether it was read without a doubt, or chosen
    options : (occupation code, score [0 to 1]), the best first: the share of the people who may bear the
        title times the likeness of its letters
    """

    title: str
    how: str
    sure: bool
    options: tuple[tuple[str, float], ...]

    @property
    def occupation(self) -> str:
        """The occupation that it surely is, or ""."""
        return self.options[0][0] if self.sure else ""

    @property
    def score(self) -> float:
        """Of the best option; 0 where there is none."""
        return self.options[0][1] if self.options else 0.0


def match_titles(
    titles: Sequence[str], index: TitleIndex, choices: Mapping[str, str]
) -> dict[str, TitleMatch]:
    """What each title was read as; the same as one by one, but all at once.

    titles : as written, each once
    index : of known titles
    choices : (title) occupation that the user chose
    """
    found: dict[str, TitleMatch] = {}
    unknown: list[str] = []
    for title in titles:
        if title in choices:
            found[title] = TitleMatch(title, CHOSEN, True, ((choices[title], 1.0),))
            continue
        meanings = index.known(title)
        if meanings is None:
            unknown.append(title)
            continue
        options = tuple(meanings.shares.items())[: RUNNERS_UP + 1]
        found[title] = TitleMatch(title, meanings.how, options[0][1] >= SURE, options)
    for start in range(0, len(unknown), AT_ONCE):
        found |= _by_letters(unknown[start : start + AT_ONCE], index)
    return {title: found[title] for title in titles}


def _by_letters(titles: Sequence[str], index: TitleIndex) -> dict[str, TitleMatch]:
    keys = [index.key(title) for title in titles]
    spelt = process.cdist(
        keys, index.keys, scorer=fuzz.ratio, score_cutoff=TYPING, dtype=np.float32, workers=-1
    )
    near = process.cdist(
        keys, index.keys, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, dtype=np.float32, workers=-1
    )
    found = {}
    for place, title in enumerate(titles):
        best = _alone(spelt[place])
        if best >= 0 and len(index.keys[best].split()) == len(keys[place].split()):
            meanings = index.weigh(title, index.keys[best], "spelling")
            options = tuple(meanings.shares.items())[: RUNNERS_UP + 1]
            found[title] = TitleMatch(title, meanings.how, options[0][1] >= SURE, options)
        else:
            found[title] = _similar(title, near[place], index)
    return found


def _alone(scores: np.ndarray) -> int:
    """The place of the highest score where no other is as high, else -1."""
    best = int(scores.argmax())
    return best if scores[best] > 0 and int((scores == scores[best]).sum()) == 1 else -1


def _similar(title: str, scores: np.ndarray, index: TitleIndex) -> TitleMatch:
    """What a title without a known name may be, by the closest of those that have one; never sure."""
    close = np.argsort(-scores, kind="stable")[:CLOSEST]
    options: dict[str, float] = {}
    for place in close[scores[close] > 0].tolist():
        likeness = float(scores[place]) / 100.0
        for code, share in index.weigh(title, index.keys[place], SIMILAR).shares.items():
            options[code] = max(options.get(code, 0.0), likeness * share)
    ranked = sorted(options.items(), key=lambda option: (-option[1], option[0]))[: RUNNERS_UP + 1]
    return TitleMatch(title, SIMILAR if ranked else "", False, tuple(ranked))


def matched_occupations(
    rows: pd.DataFrame, index: TitleIndex, choices: Mapping[str, str]
) -> tuple[pd.Series, dict[str, TitleMatch]]:
    """The occupation of each row, "" where it is not sure; and how each title was read.

    rows : (row) title, and occupation where the file gives a code
    index : of known titles
    choices : (title) occupation that the user chose
    """
    asked = rows["occupation"].eq("") & rows["title"].ne("")
    matches = match_titles(sorted(rows.loc[asked, "title"].unique().tolist()), index, choices)
    read = rows["title"].map({title: match.occupation for title, match in matches.items()})
    return rows["occupation"].where(~asked, read).fillna("").astype(str), matches
