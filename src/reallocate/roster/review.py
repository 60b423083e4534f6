"""The review of titles that are not accepted: a table that the roster's owner edits and gives back."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from reallocate.disk.replace import replace_file
from reallocate.errors import InputError, Problem, nearest
from reallocate.roster.groups import FEW, FEWER
from reallocate.roster.read import by_column, read_text_table
from reallocate.roster.roles import CODE, occupation_by_code
from reallocate.titles.match import CHOSEN, NOBODY, TitleMatch

COLUMNS = ("title", "count", "also", "proposed", "score", "runners-up", "chosen")
SHORT_WORD, MOST_LIKE, SPELT_LIKE = 3, 3, 80.0
"""Letters of a word that says nothing, titles named at most, and how alike their spelling must be [0–100]."""
ACCEPTED, REFUSED = ("yes", "y", "ok"), ("none", "no", "n")
"""What stands under `chosen` for the proposal, and for no occupation at all."""
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
        given = {column: _unguarded(found.get(column, "")) for column in COLUMNS}
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


def _chosen(given: Mapping[str, str], where: str, titles: Mapping[str, str]) -> tuple[str, Problem | None]:
    if given["chosen"].casefold() in REFUSED:
        return NOBODY, None
    text = given["proposed"] if given["chosen"].casefold() in ACCEPTED else given["chosen"]
    if not text:
        return "", Problem("there is no proposal to accept", where, "Write an occupation's code.")
    code, problem = occupation_named(text, where, titles)
    if problem is not None and not CODE.fullmatch(text.split(" ")[0]):
        what = "the entry under 'chosen' or 'proposed' is not an occupation"
        remedy = (
            "Write a code such as 15-1252, an official title, yes to accept the proposal, or none to leave "
            "these people out."
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
        problem = Problem(what, where, "Write a code such as 15-1252, or an official title.", nearest=near)
    return code, problem


def _like(text: str, titles: Collection[str]) -> tuple[str, ...]:
    """Official titles with a word of a text in them, those of most such words first, or spelt like it."""
    words = [word for word in text.split() if len(word) > SHORT_WORD]
    shared = {title: sum(word in title for word in words) for title in titles}
    most = sorted((title for title in shared if shared[title]), key=lambda one: (-shared[one], len(one)))
    return tuple(most[:MOST_LIKE]) or nearest(text, titles, MOST_LIKE, SPELT_LIKE)


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
        rows.append(dict(zip(COLUMNS, cells, strict=True)))
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
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in [*(row for row in unsure if row["title"] not in held), *kept]:
        writer.writerow({column: guarded(row[column]) for column in COLUMNS})
    replace_file(path, text.getvalue().encode("utf-8"))


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    text : of a cell
    """
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def _unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(STARTS_A_FORMULA) else text
