"""The titles of a roster as occupations, after the choices of its owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from reallocate.titles.match import CHOSEN, TitleMatch, TitleMatcher

SURE, PROVISIONAL, NOT_MAPPED = "sure", "provisional", "not mapped"


def match_titles(
    titles: list[str], matcher: TitleMatcher, choices: Mapping[str, str]
) -> dict[str, TitleMatch]:
    """What each title was read as; a choice goes before every list.

    titles : as written, each once
    choices : (title) occupation that the user chose
    Titles that differ only in level, place or terms are one family. Those that are not accepted are read as
    the surest accepted one of it, and a choice for one of them holds for all that have none.
    """
    family = {title: matcher.family(title) for title in titles}
    wanted = _by_family(choices, matcher)
    chosen = {title: choices.get(title) or wanted.get(family[title], "") for title in titles}
    read = matcher.match([title for title in titles if not chosen[title]])
    surest: dict[str, TitleMatch] = {}
    for title, match in read.items():
        best = surest.get(family[title])
        if match.is_accepted and (best is None or match.probability > best.probability):
            surest[family[title]] = match
    found = {}
    for title in titles:
        if code := chosen[title]:
            match = TitleMatch(title, CHOSEN, ((code, 1.0),))
        else:
            match = read[title] if read[title].is_accepted else surest.get(family[title], read[title])
        found[title] = replace(match, title=title, family=family[title])
    return found


def _by_family(choices: Mapping[str, str], matcher: TitleMatcher) -> dict[str, str]:
    """(family) the occupation chosen for one of its titles, where all choices for it agree."""
    codes: dict[str, set[str]] = {}
    for title, code in choices.items():
        codes.setdefault(matcher.family(title), set()).add(code)
    return {family: next(iter(several)) for family, several in codes.items() if len(several) == 1}


def matched_occupations(
    rows: pd.DataFrame, matcher: TitleMatcher, choices: Mapping[str, str]
) -> tuple[pd.Series, dict[str, TitleMatch]]:
    """The occupation of each row, "" where it is not mapped; and how each title was read.

    rows : (row) title, department, and occupation where the file gives a code
    choices : (title) occupation that the user chose
    A title without a field, such as Director, takes it from the department, and is then provisional.
    """
    asked = rows["occupation"].eq("") & rows["title"].ne("")
    matches = match_titles(sorted(rows.loc[asked, "title"].unique().tolist()), matcher, choices)
    read = rows["title"].map({title: match.occupation for title, match in matches.items()})
    found = rows["occupation"].where(~asked, read).fillna("").astype(str)
    bare = {title for title, match in matches.items() if not match.occupation and matcher.is_bare(title)}
    told = asked & rows["title"].isin(bare) & rows["department"].ne("")
    texts = rows.loc[told, "title"] + ", " + rows.loc[told, "department"]
    named = matcher.match(sorted(texts.unique().tolist()))
    found.loc[told] = texts.map({text: match.occupation for text, match in named.items()})
    return found, matches


def certainty(rows: pd.DataFrame, occupations: pd.Series, matches: Mapping[str, TitleMatch]) -> pd.Series:
    """(row) Whether its occupation is sure, provisional or not mapped; a code is sure.

    rows : (row) title, and occupation where the file gives a code
    occupations : (row) as from `matched_occupations`
    matches : (title) how it was read
    """
    accepted = {title for title, match in matches.items() if match.is_accepted}
    told = rows["occupation"].eq("") & ~rows["title"].isin(accepted)
    named = pd.Series(SURE, index=rows.index).mask(told, PROVISIONAL)
    return named.mask(occupations.eq(""), NOT_MAPPED)
