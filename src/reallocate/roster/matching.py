"""The titles of a roster as occupations, after the choices of its owner."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reallocate.titles.match import CHOSEN, TitleMatch, TitleMatcher

SURE, PROVISIONAL, NOT_MAPPED = "sure", "provisional", "not mapped"


def match_titles(
    titles: list[str], matcher: TitleMatcher, choices: Mapping[str, str]
) -> dict[str, TitleMatch]:
    """What each title was read as; a choice goes before every list.

    titles : as written, each once
    choices : (title) occupation that the user chose
    """
    read = matcher.match([title for title in titles if title not in choices])
    chosen = {
        title: TitleMatch(title, CHOSEN, ((choices[title], 1.0),)) for title in titles if title in choices
    }
    return {title: (chosen | read)[title] for title in titles}


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
