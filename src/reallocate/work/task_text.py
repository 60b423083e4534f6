"""A task in somebody's own words, read as hours of the 37 activities by the words that it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.work.panel import Array

_LEAST_OCCUPATIONS = 5
"""A word of fewer occupations is left out: it tells little, and no sentence can be put together again."""

_SMOOTHING = 0.5
"""Tasks that every word is taken to occur in beyond those counted, in each activity."""

LEAST_WORDS = 2
"""Known words that a task must hold to be read at all."""

_FIRST = "first:"
"""Marks the word that a task begins with, mostly its verb, which counts twice: as a word and as the first."""

_STOP_WORDS = frozenset(
    re.findall(
        r"[a-z]+",
        """
        a all also am an and any are as at be been by can do does each etc for from has have i if in
        including into is it its like may me my not of on or other our over some such than that the their
        them these they this those through to under up us use used using various was we were when where
        which who will with within you your
        """,
    )
)
_ENDINGS = (("sses", "ss"), ("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
_SHORTEST_STEM = 3


@dataclass(frozen=True, eq=False)
class TaskReader:
    """How much each word speaks for each activity, from tasks whose activities are known.

    words : known words, as `_word_stems` makes them
    activities : codes
    weights : (word, activity) log-likelihood of the word
    prior : (activity) log share of all words
    z[a] = ln N_a/N + Σ_w ln (n_w,a + s)/(N_a + s·W) over the known words w of the task; N_a = Σ_w n_w,a
    share[a] = e^z[a] / Σ_b e^z[b]
    Source: McCallum, Nigam 1998, AAAI-98 workshop on text categorization (naive Bayes); Lidstone smoothing.
    """

    words: pd.Index
    activities: pd.Index
    weights: Array
    prior: Array

    def known_words(self, text: str) -> tuple[str, ...]:
        """The words of a task that tell something, without the mark of the first."""
        return tuple(word for word in _word_stems(text) if not word.startswith(_FIRST) and word in self.words)

    def shares(self, texts: Sequence[str]) -> pd.DataFrame:
        """The share of each task's hours that goes to each activity, as its words suggest.

        Returns (task, activity) [share of the task's hours]; rows sum to 1. Words are taken to occur
        independently, so the shares are surer than they should be: read them by how often a share of that
        size was right on tasks of occupations held out, not as a chance.
        """
        place = {word: row for row, word in enumerate(self.words)}
        score = np.tile(self.prior, (len(texts), 1))
        for row, text in enumerate(texts):
            score[row] += self.weights[[place[w] for w in sorted(_word_stems(text)) if w in place]].sum(
                axis=0
            )
        likelihood = np.exp(score - score.max(axis=1, keepdims=True))
        shares = likelihood / likelihood.sum(axis=1, keepdims=True)
        return pd.DataFrame(shares, columns=self.activities)


def _word_stems(text: str) -> frozenset[str]:
    """The distinct words of a task without their endings, and its first word marked as such.

    Short words that tell nothing are left out.
    """
    plain = [_stem(word) for word in re.findall(r"[a-z]+", text.casefold()) if word not in _STOP_WORDS]
    return frozenset([*plain, *(_FIRST + word for word in plain[:1])])


def word_counts(texts: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """In how many tasks of each activity each word occurs.

    texts : (task) occupation, text
    shares : (task, activity) [share of the task's hours]
    Returns word, activity, tasks [tasks, one of several activities counting in parts]; words of fewer than
    `_LEAST_OCCUPATIONS` occupations are left out.
    n_w,a = Σ_j share[j,a] over the tasks j that hold w
    """
    pairs = texts["text"].map(_word_stems).explode().rename("word").to_frame()
    pairs["occupation"] = texts["occupation"].reindex(pairs.index)
    spread = pairs.groupby("word")["occupation"].nunique()
    pairs = pairs[pairs["word"].isin(spread.index[spread >= _LEAST_OCCUPATIONS])]
    long = pd.DataFrame({"tasks": shares.rename_axis(columns="activity").stack()})
    joined = pairs[["word"]].join(long[long["tasks"] > 0].reset_index("activity"), how="inner")
    return joined.groupby(["word", "activity"])["tasks"].sum().reset_index()


def task_reader(counts: pd.DataFrame, activities: pd.Index) -> TaskReader:
    """The reader that the counted words make.

    counts : word, activity, tasks [tasks], as from `word_counts`
    activities : codes
    """
    words = pd.Index(sorted(counts["word"].unique()), dtype="str")
    numbers = np.zeros((len(words), len(activities)))
    rows, columns = (
        index.get_indexer(pd.Index(counts[name]))
        for index, name in ((words, "word"), (activities, "activity"))
    )
    numbers[rows, columns] = counts["tasks"].to_numpy()
    total = numbers.sum(axis=0)
    weights = np.log((numbers + _SMOOTHING) / (total + _SMOOTHING * len(words)))
    # An activity without any word keeps the weight of the smoothing.
    prior = np.log((total + _SMOOTHING) / (total + _SMOOTHING).sum())
    return TaskReader(words, activities, weights, prior)


def _stem(word: str) -> str:
    """A word without its ending and a doubled last letter, so that plan, plans and planning are one."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            break
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] if len(word) > _SHORTEST_STEM + 1 and word.endswith("e") else word
