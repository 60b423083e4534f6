"""The titles of a roster as occupations, after the choices of its owner in the review."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from reallocate.data.occupations import CODE, occupation_by_code, such_as
from reallocate.data.titles.abbreviations import HEADERS, Abbreviations, shipped_abbreviations
from reallocate.data.titles.firm_industry import FirmIndustry, industry_of
from reallocate.data.titles.match import CHOSEN, NOBODY, SPELLING, TitleMatch, TitleMatcher
from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.roster.file.cells import CONTRACTOR, STARTS_A_FORMULA, guarded
from reallocate.roster.file.rows import by_column, read_text_table
from reallocate.roster.groups import FEW, FEWER
from reallocate.work.world import World

_PROFILE, _JOB_FAMILY = "job profile", "job family"
_CLEAR, _UNSEEN = 0.5, 0.84
"""[share] of a title's people who have its profile; the most that a family makes a title's probability."""
SURE, PROVISIONAL, NOT_RECOGNISED = "sure", "provisional", "not recognised"


@dataclass(frozen=True)
class _JobCatalogue:
    """What a file says of titles besides them.

    profile, family : (title) job profile and job family of most people who bear it
    """

    profile: Mapping[str, str] = field(default_factory=dict)
    family: Mapping[str, str] = field(default_factory=dict)


def match_titles(
    titles: list[str],
    matcher: TitleMatcher,
    choices: Mapping[str, str],
    catalogue: _JobCatalogue | None = None,
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
    read = _read([title for title in titles if not chosen[title]], matcher, catalogue or _JobCatalogue())
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
    return replace(meant, how=SPELLING, options=((code, min(chance, _UNSEEN)), *rest))


def _read(titles: list[str], matcher: TitleMatcher, catalogue: _JobCatalogue) -> dict[str, TitleMatch]:
    """What each title is read as; one that is not accepted as the surest of it, its profile and its family.

    A title with its family as context is never accepted unseen: measured on exports, that adds errors.
    """
    read = dict(matcher.match(titles))
    unsure = [title for title in titles if not read[title].is_accepted]
    profile = {title: catalogue.profile[title] for title in unsure if catalogue.profile.get(title)}
    family = {title: f"{title}, {catalogue.family[title]}" for title in unsure if catalogue.family.get(title)}
    other = matcher.match(sorted({*profile.values(), *family.values()}))
    for title in unsure:
        for texts, how, most in ((profile, _PROFILE, 1.0), (family, _JOB_FAMILY, _UNSEEN)):
            match = other.get(texts.get(title, ""))
            if match and match.options and min(match.probability, most) > read[title].probability:
                (code, chance), *rest = match.options
                options = ((code, min(chance, most)), *rest)
                read[title] = replace(match, title=title, how=how, options=options)
    return read


def _catalogue(rows: pd.DataFrame) -> _JobCatalogue:
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
        clear = counts[counts["people"] > _CLEAR * total]
        most.append(dict(zip(clear["title"], clear[column], strict=True)))
    return _JobCatalogue(*most)


def _by_family(choices: Mapping[str, str], matcher: TitleMatcher) -> dict[str, str]:
    """(family) the occupation chosen for one of its titles, where all choices for it agree."""
    codes: dict[str, set[str]] = {}
    for title, code in choices.items():
        codes.setdefault(matcher.family(title), set()).add(code)
    return {family: next(iter(several)) for family, several in codes.items() if len(several) == 1}


def matched_occupations(
    rows: pd.DataFrame, matcher: TitleMatcher, choices: Mapping[str, str]
) -> tuple[pd.Series, dict[str, TitleMatch]]:
    """The occupation of each row, "" where it is not recognised; and how each title was read.

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


def read_titles(
    rows: pd.DataFrame,
    world: World,
    industry: pd.Series | None,
    choices: Mapping[str, str],
    abbreviations: Abbreviations | None = None,
) -> tuple[pd.Series, dict[str, TitleMatch], FirmIndustry | None]:
    """The same, with the industry as evidence; where nobody names one, the titles that are sure tell it.

    rows, choices : as for `matched_occupations`
    industry : (occupation) [persons] in the industry that the user named
    abbreviations : what short forms mean, as they ship by default
    """
    matcher = TitleMatcher(world, industry, abbreviations=abbreviations)
    found, matches = matched_occupations(rows, matcher, choices)
    if industry is not None:
        return found, matches, None
    sure = certainty(rows, found, matches).eq(SURE)
    told = industry_of(world, found[sure].value_counts())
    if told is None:
        return found, matches, None
    matcher = TitleMatcher(world, told.people, abbreviations=abbreviations)
    return *matched_occupations(rows, matcher, choices), told


def certainty(rows: pd.DataFrame, occupations: pd.Series, matches: Mapping[str, TitleMatch]) -> pd.Series:
    """(row) Whether its occupation is sure, provisional or not recognised; a code is sure.

    rows : (row) title, and occupation where the file gives a code
    occupations : (row) as from `matched_occupations`
    matches : (title) how it was read
    """
    accepted = {title for title, match in matches.items() if match.is_accepted}
    told = rows["occupation"].eq("") & ~rows["title"].isin(accepted)
    named = pd.Series(SURE, index=rows.index).mask(told, PROVISIONAL)
    return named.mask(occupations.eq(""), NOT_RECOGNISED)


_COLUMNS = ("title", "count", "also", "proposed", "score", "runners-up", "chosen")
_SHORT_WORD, _MOST_LIKE, _SPELT_LIKE = 3, 3, 80.0
"""Letters of a word that says nothing, titles named at most, and how alike their spelling must be [0–100]."""
_ACCEPTED, _REFUSED = ("yes", "y", "ok"), ("none", "no", "n")
"""What stands under `chosen` for the proposal, and for no occupation at all."""


def read_review(path: Path, titles: Mapping[str, str]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The occupations chosen in a review, and its rows as they stand.

    path : the file, as written by `write_review` and edited
    titles : (occupation) official title
    Returns (title) occupation, or `NOBODY` where none is right, and the rows by column. Raises `InputError`
    with every choice that is no occupation; nothing is written.
    """
    table = read_text_table(path)
    places = {header.casefold(): place for place, header in enumerate(table.headers)}
    missing = [column for column in ("title", "proposed", "chosen") if column not in places]
    if missing:
        remedy = "Name a file that `reallocate roster … --review` wrote, or one that does not exist yet."
        what = f"this is not a review of titles: it has no column {missing[0]!r}"
        raise InputError(Problem(what, table.name, remedy))
    choices: dict[str, str] = {}
    problems: list[Problem] = []
    rows: list[dict[str, str]] = []
    for row, cells in table.rows:
        found = by_column(cells, places)
        given = {column: _unguarded(found.get(column, "")) for column in _COLUMNS}
        rows.append(given)
        if not given["chosen"]:
            continue
        code, problem = _chosen(given, f"{table.name} row {row}", titles)
        if problem is None and choices.get(given["title"], code) != code:
            problem = Problem("a row above has another choice for this title", f"{table.name} row {row}")
        problems += [problem] if problem else []
        choices[given["title"]] = code
    if problems:
        raise InputError(problems)
    return choices, rows


def read_abbreviations(path: Path) -> Abbreviations:
    """The short forms that ship, with those of a user's table, which go first.

    path : table with the columns short and means, and industry where a meaning holds in some only
    Raises `InputError` with every row that has no short form or no meaning.
    """
    table = read_text_table(path, of="short form", remedy="Write a header row and one row per short form.")
    places = {header.casefold(): place for place, header in enumerate(table.headers)}
    missing = [column for column in HEADERS[:2] if column not in places]
    if missing:
        remedy = "Write the headers short and means, and one row for each short form, such as: uw,underwriter"
        raise InputError(Problem(f"the table has no column {missing[0]!r}", table.name, remedy))
    rows, problems = [], []
    for row, cells in table.rows:
        found = by_column(cells, places)
        short, means, industry = (found.get(column, "").strip() for column in HEADERS)
        if not short or not means:
            what = "this row has no short form" if not short else f"{short!r} has no meaning"
            problems.append(Problem(what, f"{table.name} row {row}", "Write both, or leave the row out."))
        rows.append((short, means, industry))
    if problems:
        raise InputError(problems)
    return shipped_abbreviations().extended(Abbreviations.of(rows, own=True))


def _chosen(given: Mapping[str, str], where: str, titles: Mapping[str, str]) -> tuple[str, Problem | None]:
    if given["chosen"].casefold() in _REFUSED:
        return NOBODY, None
    text = given["proposed"] if given["chosen"].casefold() in _ACCEPTED else given["chosen"]
    if not text:
        return "", Problem("there is no proposal to accept", where, "Write an occupation's code.")
    code, problem = occupation_named(text, where, titles)
    if problem is not None and not CODE.fullmatch(text.split(" ")[0]):
        what = "the entry under 'chosen' or 'proposed' is not an occupation"
        remedy = (
            f"Write a code {such_as(titles)}, an official title, yes to accept the proposal, or none to "
            "leave these people out."
        )
        problem = Problem(what, where, remedy, nearest=problem.nearest)
    return code, problem


def occupation_named(text: str, where: str, titles: Mapping[str, str]) -> tuple[str, Problem | None]:
    """The occupation that a code or an official title names, or the problem.

    text : such as 15-1252, or Software Developers
    where : file and row, or field
    titles : (occupation) official title
    """
    by_title = {title.casefold(): code for code, title in titles.items()}
    if text.casefold() in by_title:
        return by_title[text.casefold()], None
    code, problem = occupation_by_code(text.split(" ")[0], where, titles)
    if problem is not None and not CODE.fullmatch(text.split(" ")[0]):
        near = tuple(f"{by_title[one]} {titles[by_title[one]]}" for one in _like(text.casefold(), by_title))
        what = f"{text!r} is neither an occupation's code nor an official title"
        problem = Problem(what, where, f"Write a code {such_as(titles)}, or an official title.", nearest=near)
    return code, problem


def _like(text: str, titles: Collection[str]) -> tuple[str, ...]:
    """Official titles with a word of a text in them, those of most such words first, or spelt like it."""
    words = [word for word in text.split() if len(word) > _SHORT_WORD]
    shared = {title: sum(word in title for word in words) for title in titles}
    most = sorted((title for title in shared if shared[title]), key=lambda one: (-shared[one], len(one)))
    return tuple(most[:_MOST_LIKE]) or nearest(text, titles, _MOST_LIKE, _SPELT_LIKE)


def review_rows(
    matches: Mapping[str, TitleMatch], titles: Mapping[str, str], people: Mapping[str, int]
) -> list[dict[str, str]]:
    """One row for each family of titles that are not accepted, those of most people first.

    matches : (title) how it was read
    titles : (occupation) official title
    people : (title) how many bear it
    A row stands under the family's title of most people, with the sum of all; `also` names the others. Where
    no match was found, occupations whose titles hold its words stand without a score.
    """
    families: dict[str, list[TitleMatch]] = {}
    for match in matches.values():
        if not match.is_accepted and match.how != CHOSEN:
            families.setdefault(match.family, []).append(match)
    rows, size = [], {}
    for family in families.values():
        family.sort(key=lambda match: (-people[match.title], match.title))
        likeliest = max(family, key=lambda match: match.probability)
        named = [(f"{code} {titles[code]}", score) for code, score in likeliest.options]
        proposed = named[0][0] if named else ""
        others = "; ".join(f"{name} ({score:.2f})" for name, score in named[1:])
        others = others or "; ".join(f"{code} {titles[code]}" for code in likeliest.similar)
        total = sum(people[match.title] for match in family)
        also = "; ".join(match.title for match in family[1:])
        score = f"{likeliest.probability:.2f}"
        cells = (family[0].title, str(total) if total >= FEW else FEWER, also, proposed, score, others, "")
        rows.append(dict(zip(_COLUMNS, cells, strict=True)))
        size[family[0].title] = total
    return sorted(rows, key=lambda row: (-size[row["title"]], row["title"]))


def write_review(
    path: Path, unsure: Sequence[Mapping[str, str]], earlier: Sequence[Mapping[str, str]]
) -> None:
    """Write a review that only its owner may read, whole or not at all.

    path : the file
    unsure : rows as from `review_rows`
    earlier : rows that the file held; those with a choice stay
    """
    kept = [row for row in earlier if row["chosen"]]
    held = {row["title"] for row in kept}
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in [*(row for row in unsure if row["title"] not in held), *kept]:
        writer.writerow({column: guarded(row[column]) for column in _COLUMNS})
    replace_file(path, text.getvalue().encode("utf-8"))


def _unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(STARTS_A_FORMULA) else text
