"""How often job titles are read right, and how many are left to decide: the tables of docs/titles.md.

`python -m scripts.titles` prints how often titles are right at each stated probability. `--review SOURCES`
(the folder of the data build, for ESCO's labels) counts the decisions that made-up exports of 3,000 people
need. Lists of development may decide a threshold or a constant. The others were written before any output on
them was seen, and decide nothing.
"""

from __future__ import annotations

import argparse
import csv
import random
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.data.titles.match import TitleMatcher
from reallocate.data.titles.words import title_key
from reallocate.roster.matching import match_titles

TESTS = Path(__file__).resolve().parent.parent / "tests"
LANGUAGES = ("english", "german", "french", "spanish")
LISTS = {
    "development": ("development_titles.csv", "hospital_roster.csv", "machine_builder_roster.csv", "workday"),
    "written blind": ("blind_titles.csv", "last_titles.csv", "retail_bank_roster.csv", "personio"),
}
"""Files in tests/titles; made-up exports by their names in tests/roster/export_titles.csv."""
EDGES = (0.0, 0.2, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)
PEOPLE, TITLES, LABELS, EXPORTS, MAPPED = 3_000, 589, 140, 6, 0.95
FORMS = (
    "Senior {}", "{} II", "{} III", "{} (Remote)", "Sr. {}", "{} - EMEA", "Junior {}", "Principal {}",
    "{}, North", "{} (Contract)",
)  # fmt: skip
PART = {"development": 0, "blind": 1, "last": 1}
"""Half of ESCO's labels go with the development list, by a hash of the label."""

Titles = list[tuple[str, frozenset[int]]]


def _lines(name: str) -> list[str]:
    text = (TESTS / "titles" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def read_list(name: str, place: Mapping[str, int], languages: Sequence[str] = LANGUAGES) -> Titles:
    """Titles of one of the lists in tests/titles and what is right.

    place : (occupation) its place
    """
    return [
        (title, frozenset(place[code] for code in codes.split(";") if code in place))
        for title, language, codes in csv.reader(_lines(name))
        if language in languages
    ]


def read_nonsense(name: str) -> list[str]:
    """Lines that are no title of a language served."""
    return _lines(name)


def _rows_of(name: str, place: Mapping[str, int]) -> Titles:
    """Titles of a list or of an export, with what is right."""
    if name.endswith(".csv"):
        return read_list(name, place)
    rows = pd.read_csv(TESTS / "roster" / "export_titles.csv", keep_default_na=False).query("export == @name")
    codes = zip(rows["title"], rows["acceptable"].str.split(), strict=True)
    return [(title, frozenset(place[code] for code in each if code in place)) for title, each in codes]


def _judged(names: Sequence[str], matcher: TitleMatcher, place: Mapping[str, int]) -> pd.DataFrame:
    """(title) Stated probability, whether it is right, accepted, and in another language than English."""
    found = []
    for name in names:
        rows = _rows_of(name, place)
        read = match_titles(list(dict.fromkeys(title for title, _ in rows)), matcher, {})
        for title, right in rows:
            one = read[title]
            hit = bool(one.options) and place[one.options[0][0]] in right
            found.append((one.probability, hit, one.is_accepted, one.is_foreign))
    return pd.DataFrame(found, columns=["stated", "right", "accepted", "foreign"])


def reliability(matcher: TitleMatcher, place: Mapping[str, int]) -> None:
    """Print each group of lists by stated probability."""
    for group, names in LISTS.items():
        rows = _judged(names, matcher, place)
        parts = {"all": rows, "English": rows[~rows["foreign"]], "others": rows[rows["foreign"]]}
        for language, part in parts.items():
            print(
                f"{group}, {language}: n {len(part)}; accepted {part['accepted'].mean():.1%}, of these right "
                f"{part.loc[part['accepted'], 'right'].mean():.1%}; "
                f"below 50% {(part['stated'] < 0.5).mean():.1%}"
            )
            for low, inside in part.groupby(pd.cut(part["stated"], EDGES, right=False), observed=True):
                stated, right = inside["stated"].mean(), inside["right"].mean()
                print(f"  {low.left:.2f}: stated {stated:.2f}, right {right:.2f}, n {len(inside)}")


def _labels(matcher: TitleMatcher, folder: Path, part: int) -> Titles:
    """English labels of ESCO that no list has; right is what their German titles stand for."""
    english, german = (pd.read_csv(folder / f"occupations_{one}.csv") for one in ("en", "de"))
    found: Titles = []
    for row in english.merge(german, on="conceptUri", suffixes=("", "_de")).to_dict("records"):
        place = matcher.known.place.get(title_key(str(row["preferredLabel_de"]).split("/")[0]))
        if place is None:
            continue
        right = frozenset(matcher.known.occupations(place)[0].tolist())
        for label in [row["preferredLabel"], *str(row["altLabels"]).split("\n")]:
            known = title_key(label) in matcher.known.place or not label.strip() or label == "nan"
            if not known and zlib.crc32(label.encode()) % 2 == part:
                found.append((label.title(), right))
    return found


def _export(listed: Titles, others: Titles, seed: int) -> list[tuple[str, frozenset[int], int]]:
    """(title) What is right, and how many people bear it: by Zipf's law."""
    chance = random.Random(seed)
    titles = dict([*listed, *chance.sample(others, LABELS)])
    while len(titles) < TITLES:
        title, right = chance.choice(listed)
        titles.setdefault(chance.choice(FORMS).format(title), right)
    rows = list(titles.items())
    chance.shuffle(rows)
    weight = (np.arange(len(rows)) + 3.0) ** -0.95
    people = np.maximum(1, np.floor(weight / weight.sum() * PEOPLE)).astype(int)
    return [(title, right, int(count)) for (title, right), count in zip(rows, people, strict=True)]


def _decisions(rows: list[tuple[str, frozenset[int], int]], matcher: TitleMatcher) -> tuple[float, ...]:
    """Rows of the review; people accepted, and wrongly; decisions until 95% are mapped, the largest first."""
    place = {code: number for number, code in enumerate(matcher.known.codes)}
    found = match_titles([title for title, _, _ in rows], matcher, {})
    total = sum(count for _, _, count in rows)
    waiting: dict[str, int] = defaultdict(int)
    accepted, wrong, made = 0, 0, 0
    for title, right, count in rows:
        match = found[title]
        if match.is_accepted:
            accepted += count
            wrong += count * (place[match.occupation] not in right)
        else:
            waiting[match.family] += count
    mapped = accepted
    for count in sorted(waiting.values(), reverse=True):
        if mapped >= MAPPED * total:
            break
        mapped, made = mapped + count, made + 1
    return len(waiting), accepted / total, wrong / total, made


def review(matcher: TitleMatcher, place: Mapping[str, int], folder: Path) -> None:
    """Print the means over exports for each list."""
    for name, part in PART.items():
        listed, others = read_list(f"{name}_titles.csv", place), _labels(matcher, folder, part)
        made = [_decisions(_export(listed, others, seed), matcher) for seed in range(EXPORTS)]
        rows, accepted, wrong, needed = np.mean(made, axis=0)
        print(
            f"{name}: {rows:.0f} rows to decide; {accepted:.0%} of people accepted, {wrong:.1%} wrongly; "
            f"{needed:.0f} decisions map {MAPPED:.0%}"
        )


def main() -> None:
    """Print one of the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--review", type=Path, metavar="SOURCES", help="folder of the source files")
    sources = parser.parse_args().review
    matcher = TitleMatcher(load_world())
    place = {code: number for number, code in enumerate(matcher.known.codes)}
    if sources is None:
        reliability(matcher, place)
    else:
        review(matcher, place, sources / "open" / "esco")


if __name__ == "__main__":
    main()
