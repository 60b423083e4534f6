"""How many decisions a roster's titles need, on made-up exports of 3,000 people.

Each export has 589 titles: those of one list in tests/titles, 140 of ESCO's English labels that no index
knows, and the list's titles again with a level, a place or terms of employment. People fall on titles by
Zipf's law. What is right for a label of ESCO is what its German title stands for in the shipped lists, which
is noisy.
It wants the sources of the data build and takes a few minutes on one core.
"""

from __future__ import annotations

import argparse
import random
import zlib
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
from title_fit import LANGUAGES, read_list

from reallocate.data.bundle import load_world
from reallocate.data.titles.match import TitleMatcher
from reallocate.data.titles.words import title_key
from reallocate.roster.matching import match_titles

PEOPLE, TITLES, LABELS, EXPORTS, MAPPED = 3_000, 589, 140, 6, 0.95
FORMS = (
    "Senior {}", "{} II", "{} III", "{} (Remote)", "Sr. {}", "{} - EMEA", "Junior {}", "Principal {}",
    "{}, North", "{} (Contract)",
)  # fmt: skip
PART = {"development": 0, "blind": 1, "last": 1}
"""Half of ESCO's labels go with the development list, by a hash of the label."""

Titles = list[tuple[str, frozenset[int]]]


def labels(matcher: TitleMatcher, folder: Path, part: int) -> Titles:
    """English labels of ESCO that no list has, with what their German titles stand for."""
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


def export(listed: Titles, others: Titles, seed: int) -> list[tuple[str, frozenset[int], int]]:
    """(title) what is right, and how many people bear it."""
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


def decisions(rows: list[tuple[str, frozenset[int], int]], matcher: TitleMatcher) -> tuple[float, ...]:
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


def main() -> None:
    """Print the means over exports for each list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path, help="folder of the source files")
    folder = parser.parse_args().sources / "open" / "esco"
    matcher = TitleMatcher(load_world())
    place = {code: number for number, code in enumerate(matcher.known.codes)}
    for name, part in PART.items():
        listed, others = read_list(f"{name}_titles.csv", place, LANGUAGES), labels(matcher, folder, part)
        made = [decisions(export(listed, others, seed), matcher) for seed in range(EXPORTS)]
        rows, accepted, wrong, needed = np.mean(made, axis=0)
        print(
            f"{name}: {rows:.0f} rows to decide; {accepted:.0%} of people accepted, {wrong:.1%} wrongly; "
            f"{needed:.0f} decisions map {MAPPED:.0%}"
        )


if __name__ == "__main__":
    main()
