"""The titles of a roster as occupations, after the choices of its owner."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from reallocate.roster.worker_types import CONTRACTOR
from reallocate.titles.match import CHOSEN, DIGITS, NOBODY, SPELLING, TitleMatch, TitleMatcher
from reallocate.titles.match import PROVISIONAL as LEAST_PROVISIONAL

PROFILE, JOB_FAMILY = "job profile", "job family"
CLEAR, UNSEEN = 0.5, 0.84
"""[share] of a title's people who have its profile; the most that a family makes a title's probability."""
FIRMS_OWN = {False: -0.35, True: -0.81}
"""[log-odds] By how much a provisional title of a firm's own list is less often right than one of O*NET; in
English, and in German, French and Spanish. Fitted on lists of a hospital, a device maker and a machine
builder; docs/titles.md says what others show."""
SURE, PROVISIONAL, NOT_MAPPED = "sure", "provisional", "not mapped"


@dataclass(frozen=True)
class JobCatalogue:
    """What a file says of titles besides them.

    profile, family : (title) job profile and job family of most people who bear it
    """

    profile: Mapping[str, str] = field(default_factory=dict)
    family: Mapping[str, str] = field(default_factory=dict)


def match_titles(
    titles: list[str],
    matcher: TitleMatcher,
    choices: Mapping[str, str],
    catalogue: JobCatalogue | None = None,
) -> dict[str, TitleMatch]:
    """What each title was read as; a choice goes before every list.

    titles : as written, each once
    choices : (title) occupation that the user chose
    catalogue : job profiles and families, which are read where the title is not accepted
    Titles that differ only in level, place, terms or a slip of spelling are one family. Those that are not
    accepted are read as the surest accepted one of it, and a choice for one of them holds for all that have
    none. A slip that was not read is what its right spelling was read as, and never accepted unseen.
    """
    slips = matcher.slips(titles)
    family = {title: matcher.family(slips.get(title, title)) for title in titles}
    wanted = _by_family(choices, matcher)
    chosen = {title: choices.get(title) or wanted.get(family[title], "") for title in titles}
    read = _read([title for title in titles if not chosen[title]], matcher, catalogue or JobCatalogue())
    surest: dict[str, TitleMatch] = {}
    for title, match in read.items():
        best = surest.get(family[title])
        if match.is_accepted and (best is None or match.probability > best.probability):
            surest[family[title]] = match
    found = {}
    for title in titles:
        if code := chosen[title]:
            match = TitleMatch(title, CHOSEN, () if code == NOBODY else ((code, 1.0),))
        elif title in slips and not read[title].is_accepted:
            meant = slips[title]
            match = _as_meant(read[title], surest.get(family[title]) or read.get(meant, read[title]))
        else:
            match = read[title] if read[title].is_accepted else surest.get(family[title], read[title])
        found[title] = replace(match, title=title, family=family[title])
    return found


def _as_meant(own: TitleMatch, meant: TitleMatch) -> TitleMatch:
    """What a misspelt title was read as, or its right spelling where that is surer: never accepted unseen."""
    if not meant.options or meant.probability <= own.probability:
        return own
    (code, chance), *rest = meant.options
    return replace(meant, how=SPELLING, options=((code, min(chance, UNSEEN)), *rest))


def _read(titles: list[str], matcher: TitleMatcher, catalogue: JobCatalogue) -> dict[str, TitleMatch]:
    """What each title is read as; one that is not accepted as the surest of it, its profile and its family.

    A title with its family as context is never accepted unseen: measured on exports, that adds errors.
    """
    read = dict(matcher.match(titles))
    unsure = [title for title in titles if not read[title].is_accepted]
    profile = {title: catalogue.profile[title] for title in unsure if catalogue.profile.get(title)}
    family = {title: f"{title}, {catalogue.family[title]}" for title in unsure if catalogue.family.get(title)}
    other = matcher.match(sorted({*profile.values(), *family.values()}))
    for title in unsure:
        for texts, how, most in ((profile, PROFILE, 1.0), (family, JOB_FAMILY, UNSEEN)):
            match = other.get(texts.get(title, ""))
            if match and match.options and min(match.probability, most) > read[title].probability:
                (code, chance), *rest = match.options
                options = ((code, min(chance, most)), *rest)
                read[title] = replace(match, title=title, how=how, options=options)
    return {title: as_in_firms(match) for title, match in read.items()}


def as_in_firms(match: TitleMatch) -> TitleMatch:
    """What a title of a firm's list was read as: a provisional one with the probability that holds there.

    match : as read
    log-odds = log-odds on held-out titles + `FIRMS_OWN`; it stays provisional.
    Source: Platt, Probabilistic outputs for support vector machines, 1999, of which this fits the constant.
    """
    if not match.is_provisional:
        return match
    (code, chance), *rest = match.options
    odds = math.log(chance / (1 - chance)) + FIRMS_OWN[match.is_foreign]
    held = max(round(1 / (1 + math.exp(-odds)), DIGITS), LEAST_PROVISIONAL)
    return replace(match, options=((code, held), *rest))


def _catalogue(rows: pd.DataFrame) -> JobCatalogue:
    """(title) the job profile and the job family of most of its people, as far as the file has them."""
    most: list[dict[str, str]] = []
    for column in ("job_profile", "job_family"):
        given = rows[rows[column].ne("") & rows["title"].ne("")] if column in rows else rows.iloc[:0]
        counts = (
            given.groupby(["title", column]).size().rename("people").reset_index() if len(given) else given
        )
        if counts.empty:
            most.append({})
            continue
        total = counts.groupby("title")["people"].transform("sum")
        clear = counts[counts["people"] > CLEAR * total]
        most.append(dict(zip(clear["title"], clear[column], strict=True)))
    return JobCatalogue(*most)


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

    rows : (row) title, department, status, and occupation where the file gives a code
    choices : (title) occupation that the user chose
    Titles of people from outside are not read: they are no part of a plan. A title without a field, such as
    Director, takes it from the department, and is then provisional.
    """
    asked = rows["occupation"].eq("") & rows["title"].ne("") & rows["status"].ne(CONTRACTOR)
    titles = sorted(rows.loc[asked, "title"].unique().tolist())
    matches = match_titles(titles, matcher, choices, _catalogue(rows.loc[asked]))
    read = rows["title"].map({title: match.occupation for title, match in matches.items()})
    found = rows["occupation"].where(~asked, read).fillna("").astype(str)
    open_titles = (title for title, match in matches.items() if not match.occupation and match.how != CHOSEN)
    bare = {title for title in open_titles if matcher.is_bare(title)}
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
