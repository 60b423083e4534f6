"""Fits the weights by which job titles are read as occupations, and measures how often they are right.

Titles of O*NET are held out in three parts: each is read by an index that does not know it. Half of them and
the development titles fit the ranking; the other half, those titles and nonsense fit the probability. The
house list stays out of every fit. It takes a few minutes on one core and wants the sources of the data build
for ESCO's English labels, which no index knows.
"""

from __future__ import annotations

import argparse
import csv
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.optimize

from reallocate.data.bundle import load_world
from reallocate.data.titles.evidence import FEATURES, Evidence, TitleIndex
from reallocate.data.titles.known import KnownTitles
from reallocate.data.titles.match import (
    ACCEPTED,
    ASKED,
    CONFIDENCE,
    FILE,
    LISTED,
    OFFICIAL,
    Model,
    TitleMatcher,
    confidence_terms,
    probability,
    ranked,
    shipped_model,
)
from reallocate.data.titles.parse import parse
from reallocate.data.titles.words import title_key
from reallocate.work.world import World

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "src" / "reallocate" / "data" / "titles" / FILE
LISTS = ROOT / "tests" / "titles"
HELD_OUT, FOLDS, SEED = 4_500, 3, 7
DEVELOPMENT, NONSENSE = 8.0, 18.0
"""What a title of these lists counts in the fit of the probability beside one that was held out."""
DIGITS = 3
LANGUAGES = ("english", "german", "french", "spanish")
SHRINK = 1e-4
"""How much large weights of the probability cost."""
AT_ONCE = 256


@dataclass(frozen=True, eq=False)
class Judged:
    """Titles with the evidence of an index and what is right.

    titles : as written
    right : (title) places of the occupations that are right
    """

    titles: tuple[str, ...]
    right: tuple[frozenset[int], ...]
    evidence: Evidence

    def part(self, chosen: Callable[[int], bool]) -> Judged:
        """Some of the titles.

        chosen : whether the title at a place is one of them
        """
        kept = [place for place in range(len(self.titles)) if chosen(place)]
        found = self.evidence
        part = Evidence(found.candidates[kept], found.features[kept], found.signs[kept])
        return Judged(
            tuple(self.titles[place] for place in kept), tuple(self.right[place] for place in kept), part
        )


def read_list(
    name: str, place: Mapping[str, int], languages: Sequence[str]
) -> list[tuple[str, frozenset[int]]]:
    """Titles of one of the lists in tests/titles and what is right.

    name : of the file
    place : (occupation) its place
    languages : which of its lists
    """
    lines = [line for line in (LISTS / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = csv.reader(lines)
    return [
        (title, frozenset(place[code] for code in codes.split(";") if code in place))
        for title, language, codes in rows
        if language in languages
    ]


def read_nonsense(name: str) -> list[str]:
    """Lines that are no title of a language served.

    name : of the file in tests/titles
    """
    return [
        line for line in (LISTS / name).read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]


def judged(index: TitleIndex, rows: Sequence[tuple[str, frozenset[int]]]) -> Judged:
    """Titles with the evidence of an index.

    rows : (title) what is right
    """
    english = index.known.english_words
    parsed = [parse(title, english.__contains__) for title, _ in rows]
    found = [index.evidence(parsed[start : start + AT_ONCE]) for start in range(0, len(parsed), AT_ONCE)]
    together = Evidence(*(np.concatenate([getattr(one, name) for one in found]) for name in vars(found[0])))
    return Judged(tuple(title for title, _ in rows), tuple(right for _, right in rows), together)


def held_out(world: World, known: KnownTitles, employment: pd.Series) -> Judged:
    """Titles of O*NET, each read by an index that does not know it.

    known : without the house list
    """
    titles = world.table("titles")
    titles = titles[titles["kind"].ne("official") & titles["occupation"].isin(known.codes)]
    right: defaultdict[str, set[int]] = defaultdict(set)
    place = {code: number for number, code in enumerate(known.codes)}
    short = titles["title"].str.split("(").str[0].str.strip()
    keys = [title_key(title) for title in short]
    for key, code in zip(keys, titles["occupation"], strict=True):
        right[key].add(place[code])
    weight = titles["occupation"].map(employment).fillna(0.0) / titles.groupby("occupation")[
        "title"
    ].transform("size")
    weight = weight * titles["kind"].eq("reported").map({True: 2.0, False: 1.0})
    weight = weight.clip(upper=weight.quantile(0.98)).to_numpy()
    first = ~pd.Series(keys).duplicated().to_numpy() & np.array([bool(key) for key in keys])
    draws = np.random.default_rng(SEED)
    chance = np.where(first, weight, 0.0)
    drawn = draws.choice(len(keys), HELD_OUT, replace=False, p=chance / chance.sum())
    chosen = [(short.iloc[one], keys[one]) for one in drawn.tolist()]
    parts = []
    for fold in range(FOLDS):
        rows = [(title, key) for title, key in chosen if zlib.crc32(key.encode()) % FOLDS == fold]
        index = TitleIndex(known.without(key for _, key in rows), employment)
        parts.append(judged(index, [(title, frozenset(right[key])) for title, key in rows]))
    return joined(parts)


def joined(parts: Sequence[Judged]) -> Judged:
    """Several lists as one."""
    names = ("candidates", "features", "signs")
    evidence = Evidence(*(np.concatenate([getattr(part.evidence, name) for part in parts]) for name in names))
    titles = tuple(title for part in parts for title in part.titles)
    return Judged(titles, tuple(right for part in parts for right in part.right), evidence)


def fit_rank(lists: Sequence[tuple[Judged, float]]) -> np.ndarray:
    """The weights of the ranking: conditional logit over the candidates.

    lists : titles, and what all of a list count together
    """
    features = np.concatenate([part.evidence.features for part, _ in lists])
    right = np.concatenate([_is_right(part) for part, _ in lists])
    counts = np.concatenate([np.full(len(part.titles), weight / len(part.titles)) for part, weight in lists])
    told = right.any(axis=1)
    features, right, counts = features[told], right[told], counts[told] / counts[told].sum()
    scale = features.reshape(-1, features.shape[2]).std(axis=0) + 1e-9

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        score = features @ weights
        share = np.exp(score - score.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        hit = (share * right).sum(axis=1)
        pull = share * right / hit[:, None] - share
        slope = -np.einsum("n,nk,nkf->f", counts, pull, features) + 2e-3 * weights * scale**2
        return float(-(counts * np.log(hit)).sum() + 1e-3 * ((weights * scale) ** 2).sum()), slope

    return np.asarray(scipy.optimize.minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B").x)


def fit_confidence(lists: Sequence[tuple[Judged, np.ndarray, float]]) -> np.ndarray:
    """The weights of the probability: logistic regression on whether the likeliest is right.

    lists : titles, the weights of the ranking that read them, and what each title counts
    """
    terms, hits, counts = [], [], []
    for part, weights, each in lists:
        found = ranked(part.evidence, weights)
        terms.append(confidence_terms(found))
        first = found.occupations[:, 0].tolist()
        hits.append([float(one in right) for one, right in zip(first, part.right, strict=True)])
        counts.append(np.full(len(part.titles), each))
    x, y, n = np.concatenate(terms), np.concatenate(hits), np.concatenate(counts)
    n = n / n.sum()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        score = x @ weights
        chance = 1 / (1 + np.exp(-score))
        slope = x.T @ (n * (chance - y)) + 2 * SHRINK * np.concatenate([[0.0], weights[1:]])
        fit = (n * (np.logaddexp(0, score) - y * score)).sum()
        return float(fit + SHRINK * (weights[1:] ** 2).sum()), slope

    return np.asarray(scipy.optimize.minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x)


def _is_right(part: Judged) -> np.ndarray:
    return np.stack(
        [np.isin(row, list(right)) for row, right in zip(part.evidence.candidates, part.right, strict=True)]
    )


def fit(world: World, place: Mapping[str, int], held: Judged, plain: TitleIndex) -> Model:
    """The weights of ranking and probability.

    held : as from `held_out`
    plain : an index without the house list
    """
    listed = read_list("development_titles.csv", place, LANGUAGES)
    nothing = Model(np.zeros(len(FEATURES)), np.zeros(len(CONFIDENCE)), 1.0)
    at_once = TitleMatcher(world, house=False, model=nothing)
    ranked_alone = [row for row in listed if at_once.one(row[0]).how not in (LISTED, OFFICIAL)]
    development = judged(plain, ranked_alone)
    nonsense = judged(plain, [(line, frozenset()) for line in read_nonsense("development_nonsense.txt")])
    half, rest = (held.part(lambda one, part=part: one % 2 == part) for part in (0, 1))
    rank = fit_rank([(half, 0.6), (development, 0.4)])
    halves = [development.part(lambda one, part=part: one % 2 == part) for part in (0, 1)]
    crossed = [
        (halves[1 - part], fit_rank([(half, 0.6), (halves[part], 0.4)]), DEVELOPMENT) for part in (0, 1)
    ]
    confidence = fit_confidence([(rest, rank, 1.0), *crossed, (nonsense, rank, NONSENSE)])
    model = Model(rank.round(DIGITS), confidence.round(DIGITS), 1.0)
    found = TitleMatcher(world, house=False, model=model).match([title for title, _ in listed])
    hits = [
        place[found[title].options[0][0]] in right for title, right in listed if found[title].how == LISTED
    ]
    return replace(model, listed=round((sum(hits) + 1) / (len(hits) + 2), DIGITS))


def report(name: str, rows: Sequence[tuple[str, frozenset[int]]], matcher: TitleMatcher, show: bool) -> None:
    """Print how often the titles of a list are read right.

    rows : (title) what is right
    show : also those that are wrong
    """
    codes = matcher.known.codes
    found = matcher.match([title for title, _ in rows])
    right = [{codes[one] for one in places} for _, places in rows]
    options = [[code for code, _ in found[title].options] for title, _ in rows]
    sure = np.array([found[title].probability for title, _ in rows])
    taken = np.array([found[title].is_accepted for title, _ in rows])
    hit = np.array([bool(row) and row[0] in codes for row, codes in zip(options, right, strict=True)])
    five = np.mean([bool(codes & set(row)) for row, codes in zip(options, right, strict=True)])
    group = np.mean(
        [
            bool(row) and row[0][:2] in {code[:2] for code in codes}
            for row, codes in zip(options, right, strict=True)
        ]
    )
    print(
        f"{name}: n {len(hit)}, right {hit.mean():.3f}, in five {five:.3f}, group {group:.3f}; accepted "
        f"{taken.sum()}, right {hit[taken].mean():.3f}; {_bins(sure, hit)}"
    )
    for at in np.argsort(-sure) if show else []:
        if not hit[at]:
            read = options[at][0] if options[at] else "no match found"
            print(f"   {sure[at]:.2f} {rows[at][0]!r} -> {read}; wanted {' '.join(sorted(right[at]))}")


def _bins(sure: np.ndarray, hit: np.ndarray) -> str:
    edges = (0.0, 0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
    return "; ".join(
        f"{low:.2f}: {hit[mask].mean():.2f} of {mask.sum()} (said {sure[mask].mean():.2f})"
        for low, high in zip(edges, edges[1:], strict=False)
        if (mask := (sure >= low) & (sure < high)).any()
    )


def report_held_out(part: Judged, model: Model, codes: Sequence[str]) -> None:
    """Print the same for titles that were held out."""
    found = ranked(part.evidence, model.rank)
    order, sure = found.occupations, probability(found, model.confidence)
    hit = np.array([one in right for one, right in zip(order[:, 0].tolist(), part.right, strict=True)])
    five = np.mean([bool(right & {*row[:5]}) for row, right in zip(order.tolist(), part.right, strict=True)])
    group = np.mean(
        [
            codes[row[0]][:2] in {codes[one][:2] for one in right}
            for row, right in zip(order.tolist(), part.right, strict=True)
        ]
    )
    taken = sure >= ACCEPTED
    print(
        f"held-out O*NET titles: n {len(hit)}, right {hit.mean():.3f}, in five {five:.3f}, group {group:.3f}"
        f"; accepted {taken.sum()}, right {hit[taken].mean():.3f}; {_bins(sure, hit)}"
    )


def main() -> None:
    """Fit, write the weights, and print how often titles are read right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure the weights that ship; write nothing")
    parser.add_argument(
        "--show", action="store_true", help="also print development titles that are read wrongly"
    )
    parser.add_argument("--blind", action="store_true", help="also print blind titles that are read wrongly")
    asked = parser.parse_args()
    world = load_world()
    occupations = {str(code): str(title) for code, title in world.occupations["title"].items()}
    employment = world.occupations["employment"]
    known = KnownTitles.of(world.table("title_keys"), occupations, house=False)
    place = {code: number for number, code in enumerate(known.codes)}
    held = held_out(world, known, employment)
    model = shipped_model() if asked.check else fit(world, place, held, TitleIndex(known, employment))
    if not asked.check:
        MODEL.write_text(model_text(model), encoding="utf-8")
    report_held_out(held.part(lambda one: one % 2 == 1), model, known.codes)
    for house in (True, False):
        matcher = TitleMatcher(world, house=house, model=model)
        for file, shown in (("development", asked.show), ("blind", asked.blind), ("last", asked.blind)):
            for name, languages in (("english", LANGUAGES[:1]), ("other languages", LANGUAGES[1:])):
                title = f"{file}, {name}{'' if house else ', without the house list'}"
                rows = read_list(f"{file}_titles.csv", place, languages)
                report(title, rows, matcher, shown and house)
    matcher = TitleMatcher(world, model=model)
    for file in ("development", "blind"):
        read = matcher.match(read_nonsense(f"{file}_nonsense.txt"))
        loud = [f"{one.title!r} {one.probability:.2f}" for one in read.values() if one.options]
        print(f"{file} nonsense: {len(loud)} of {len(read)} at {ASKED:g} or more: {', '.join(loud)}")


def model_text(model: Model) -> str:
    """The weights as the file that ships."""
    lines = [
        "# Weights by which titles are read; fitted and written by scripts/title_fit.py.",
        "",
    ]
    for name, names, values in (("rank", FEATURES, model.rank), ("confidence", CONFIDENCE, model.confidence)):
        lines += [
            f"[{name}]",
            *(f"{one} = {value:.{DIGITS}f}" for one, value in zip(names, values, strict=True)),
            "",
        ]
    return "\n".join([*lines, "[listed]", f"probability = {model.listed:.{DIGITS}f}"]) + "\n"


if __name__ == "__main__":
    main()
