"""Compares ways to read a task's activity from its text, on tasks of occupations that were held out.

`python scripts/text_readers.py FOLDER` (with the source files) prints the table that docs/tasks.md holds.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from reallocate.data.pack import open_folder
from reallocate.data.packs import onet
from reallocate.work.accuracy import FOLDS, fold, text_shares
from reallocate.work.hours import activity_of, task_hours
from reallocate.work.task_text import FIRST, TaskReader, task_reader, word_counts, word_stems

PENALTY = 3.0
STEPS = 60


def main() -> None:
    """Print one row a way: the share of tasks whose first activity is an official one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="with the source files, or with a folder `open` that holds them"
    )
    folder = open_folder(parser.parse_args().folder) / onet.PACK.folder
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tidy = onet.tidy(folder)
        finer = pd.read_excel(folder / "DWA Reference.xlsx", engine="calamine")
    hours = task_hours(tidy["tasks"], tidy["task_activities"])
    table, shares = text_shares(hours, tidy["task_texts"])
    detailed = pd.Series(finer["DWA Title"].to_numpy(), index=activity_of(finer["DWA ID"]))
    titles = {
        "nearest of the 37 titles": tidy["activities"].set_index("activity")["title"],
        "nearest of the 332 intermediate titles": pd.Series(
            tidy["intermediate"]["title"].to_numpy(), index=activity_of(tidy["intermediate"]["intermediate"])
        ),
        "nearest of the 2,087 detailed titles": detailed,
    }
    print("| method | tasks right | within two guesses |\n| --- | --- | --- |")
    for name, official in titles.items():
        row(f"{name}, by shared words", shares, nearest(table["text"], official, shares.columns))
    row("word counts without the first word", shares, folded(table, shares, without_first))
    row("word counts (naive Bayes)", shares, folded(table, shares, bayes))
    row("word weights by regression (multinomial)", shares, folded(table, shares, regression))
    once = ~table["text"].duplicated(keep=False)
    counts = folded(table, shares, bayes)
    row("word counts, sentences that occur once only", shares[once.to_numpy()], counts[once.to_numpy()])
    short = table.assign(text=table["text"].str.split().str[:5].str.join(" "))
    row("word counts, the first five words of a task", shares, folded(table, shares, bayes, short))
    reader = bayes(table, shares)
    first = reader.shares(detailed.tolist()).idxmax(axis=1)
    right = float((first.to_numpy() == detailed.index.to_numpy()).mean())
    print(f"| word counts, the {len(detailed):,} detailed titles as tasks | {right:.0%} | |")


def row(name: str, shares: pd.DataFrame, scores: np.ndarray) -> None:
    """Print how often the best and the best two activities are official ones."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :2]
    hit = np.take_along_axis(shares.to_numpy() > 0, best, axis=1)
    print(f"| {name} | {hit[:, 0].mean():.0%} | {hit.any(axis=1).mean():.0%} |", flush=True)


def nearest(texts: pd.Series, titles: pd.Series, activities: pd.Index) -> np.ndarray:
    """(task, activity) the likeness of the activity's most like title."""
    asked, names = texts.str.casefold().tolist(), titles.str.casefold().tolist()
    place = activities.get_indexer(titles.index)
    found = np.zeros((len(asked), len(activities)))
    for start in range(0, len(asked), 2_000):
        part = process.cdist(asked[start : start + 2_000], names, scorer=fuzz.token_set_ratio, dtype=np.uint8)
        for column, activity in enumerate(place):
            rows = slice(start, start + len(part))
            np.maximum(found[rows, activity], part[:, column], out=found[rows, activity])
    return found


Learner = Callable[[pd.DataFrame, pd.DataFrame], TaskReader]


def folded(
    table: pd.DataFrame, shares: pd.DataFrame, learn: Learner, asked: pd.DataFrame | None = None
) -> np.ndarray:
    """(task, activity) as a reader says that learned from the other folds' occupations."""
    folds = table["occupation"].map(fold).to_numpy()
    texts = (table if asked is None else asked)["text"]
    found = np.zeros(shares.shape)
    for one in range(FOLDS):
        reader = learn(table[folds != one], shares[folds != one])
        found[folds == one] = reader.shares(texts[folds == one].tolist()).to_numpy()
    return found


def bayes(table: pd.DataFrame, shares: pd.DataFrame) -> TaskReader:
    """The reader that ships."""
    return task_reader(word_counts(table, shares), shares.columns)


def without_first(table: pd.DataFrame, shares: pd.DataFrame) -> TaskReader:
    """The same where the first word counts as any other."""
    counts = word_counts(table, shares)
    return task_reader(counts[~counts["word"].str.startswith(FIRST)], shares.columns)


def regression(table: pd.DataFrame, shares: pd.DataFrame) -> TaskReader:
    """Multinomial logistic regression on the same words with a quadratic penalty."""
    words = pd.Index(sorted(word_counts(table, shares)["word"].unique()))
    place = {word: column for column, word in enumerate(words)}
    pairs = [
        (row, place[w]) for row, text in enumerate(table["text"]) for w in word_stems(text) if w in place
    ]
    rows, columns = np.array(pairs).T
    held = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(table), len(words)))
    wanted, many = shares.to_numpy(), shares.shape[1]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, start = flat[many:].reshape(-1, many), flat[:many]
        score = held @ weights + start
        score -= score.max(axis=1, keepdims=True)
        logs = score - np.log(np.exp(score).sum(axis=1, keepdims=True))
        miss = np.exp(logs) - wanted
        slope = np.concatenate([miss.sum(axis=0), (held.T @ miss + PENALTY * weights).ravel()])
        return float(-(wanted * logs).sum() + PENALTY / 2 * (weights**2).sum()), slope

    begin = np.zeros(many * (len(words) + 1))
    flat = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return TaskReader(words, shares.columns, flat[many:].reshape(-1, many), flat[:many])


if __name__ == "__main__":
    main()
