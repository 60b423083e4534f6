"""How often job titles are right at each stated probability, and how many are asked: docs/titles.md.

Each title once, read as in a roster. Lists of development may decide a threshold or a constant. The others
were written before any output on them was seen, and decide nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from title_fit import LANGUAGES, read_list

from reallocate.data.bundle import load_world
from reallocate.data.titles.match import TitleMatcher
from reallocate.roster.matching import match_titles

EXPORTS = Path(__file__).resolve().parent.parent / "tests" / "roster" / "export_titles.csv"
DEVELOPMENT = ("development_titles.csv", "hospital_roster.csv", "machine_builder_roster.csv", "workday")
BLIND = ("blind_titles.csv", "last_titles.csv", "retail_bank_roster.csv", "personio")
"""Files in tests/titles; exports by their names in `EXPORTS`."""
EDGES = (0.0, 0.2, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)
Rows = Sequence[tuple[str, frozenset[int]]]


def rows_of(name: str, place: Mapping[str, int]) -> Rows:
    """Titles with what is right.

    name : of a list, or of an export
    """
    if name.endswith(".csv"):
        return read_list(name, place, LANGUAGES)
    with EXPORTS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["export"] == name]
    codes = ((row["title"], row["acceptable"].split()) for row in rows)
    return [(title, frozenset(place[code] for code in each if code in place)) for title, each in codes]


def judged(names: Sequence[str], matcher: TitleMatcher) -> np.ndarray:
    """(title, ...) probability, whether it is right, accepted, and in another language than English."""
    place = {code: number for number, code in enumerate(matcher.known.codes)}
    found = []
    for name in names:
        rows = rows_of(name, place)
        read = match_titles(list(dict.fromkeys(title for title, _ in rows)), matcher, {})
        for title, right in rows:
            one = read[title]
            hit = bool(one.options) and place[one.options[0][0]] in right
            found.append((one.probability, hit, one.is_accepted, one.is_foreign))
    return np.array(found, dtype=float)


def main() -> None:
    """Print each group of lists by stated probability."""
    matcher = TitleMatcher(load_world())
    for group, names in (("development", DEVELOPMENT), ("written blind", BLIND)):
        rows = judged(names, matcher)
        foreign = rows[:, 3] == 1
        for language, part in (("all", rows), ("English", rows[~foreign]), ("others", rows[foreign])):
            sure, hit, accepted = part[:, 0], part[:, 1], part[:, 2] > 0
            print(
                f"{group}, {language}: n {len(part)}; accepted {accepted.mean():.1%}, of these right "
                f"{hit[accepted].mean():.1%}; below 50% {(sure < 0.5).mean():.1%}"
            )
            for low, high in zip(EDGES, EDGES[1:], strict=False):
                if (mask := (sure >= low) & (sure < high)).any():
                    stated, right = sure[mask].mean(), hit[mask].mean()
                    print(f"  {low:.2f}: stated {stated:.2f}, right {right:.2f}, n {mask.sum()}")


if __name__ == "__main__":
    main()
