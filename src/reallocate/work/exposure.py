"""W2: what AI can help with and what it can do alone, by named source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reallocate.work.hours_by_activity import task_weights
from reallocate.work.shares import weighted_means

EXPOSED = ("E1", "E2")
LEVELS: Mapping[str, float] = {"alpha": 0.0, "beta": 0.5, "zeta": 1.0}
"""Published scores of exposure, by what a task labelled E2 counts beside one labelled E1."""
AUTOMATED = ("T3", "T4")
RATERS = ("people", "gpt4")


@dataclass(frozen=True)
class LabelSource:
    """One way of reading the task labels.

    name : how results name it
    exposure : column with labels E0, E1, E2
    automation : column with labels T0 to T4
    direct : count as automatable only what the model alone already speeds up (E1 and T3 or T4)
    measure : what the source's single score of an occupation is
    """

    name: str
    exposure: str
    automation: str
    direct: bool
    measure: str


BETA = "share of tasks exposed, those that need more software at half (E1 + 0.5·E2)"
AUTOMATABLE = "share of hours labelled T3 or T4"
DIRECT = "share of hours labelled E1 and T3 or T4"
LABEL_SOURCES = (
    LabelSource("people", "people_exposure", "gpt4_automation", False, BETA),
    LabelSource("gpt4", "gpt4_exposure", "gpt4_automation", False, BETA),
    LabelSource("gpt4-second-rubric", "gpt4_second_exposure", "gpt4_automation", False, BETA),
    LabelSource("gpt4-second-automation", "gpt4_exposure", "gpt4_second_automation", False, AUTOMATABLE),
    LabelSource("people-direct", "people_exposure", "gpt4_automation", True, DIRECT),
    LabelSource("gpt4-direct", "gpt4_exposure", "gpt4_automation", True, DIRECT),
)
USAGE_SOURCES = ("copilot-usage", "claude-usage")
SOURCES = (*(source.name for source in LABEL_SOURCES), *USAGE_SOURCES)


@dataclass(frozen=True)
class ReachSource:
    """A published judgement of what AI can reach, as the reader knows it.

    words : its short name in tables and charts
    measures : what it measures and how, in one sentence
    """

    words: str
    measures: str


_PEOPLE = "Tasks rated by people"
_GPT4 = "Tasks rated by GPT-4"

SOURCES_OF_REACH: Mapping[str, ReachSource] = {
    "people": ReachSource(
        "Rated by people",
        f"{_PEOPLE} for augmentation; GPT-4 for automation, which people rated for 100 tasks only.",
    ),
    "gpt4": ReachSource("Rated by GPT-4", f"{_GPT4}, for augmentation and for automation."),
    "gpt4-second-rubric": ReachSource(
        "GPT-4, second rubric", f"{_GPT4}, with another wording of the question on augmentation."
    ),
    "gpt4-second-automation": ReachSource(
        "GPT-4, second automation rating", f"{_GPT4}; automation comes from a second rating."
    ),
    "people-direct": ReachSource(
        "Rated by people, strict",
        f"{_PEOPLE}; automated only where a model without other software is enough.",
    ),
    "gpt4-direct": ReachSource(
        "Rated by GPT-4, strict",
        f"{_GPT4}; automated only where a model without other software is enough.",
    ),
    "copilot-usage": ReachSource(
        "Use of Copilot",
        "Usage records of an assistant; one score per job, rescaled.",
    ),
    "claude-usage": ReachSource("Use of Claude", "Usage records of a model; one share per job, rescaled."),
}
SOURCE_WORDS: Mapping[str, str] = {code: source.words for code, source in SOURCES_OF_REACH.items()}
"""Name of a source -> words of the reader, for columns of tables."""


def task_reach(labels: pd.DataFrame, source: LabelSource) -> pd.DataFrame:
    """Whether each labelled task is augmentable, and whether it is automatable.

    labels : (task) onet_code, task_id and the labelling's columns
    source : which labels to read
    Returns onet_code, task_id, augmentable, automatable [0 or 1].
    augmentable = E1 or E2; automatable = T3 or T4 (direct sources: E1 and T3 or T4)
    Source: Eloundou et al. 2023, arXiv:2303.10130, rubrics in the appendix.
    """
    automatable = labels[source.automation].isin(AUTOMATED)
    if source.direct:
        automatable &= labels[source.exposure].eq("E1")
    return labels[["onet_code", "task_id"]].assign(
        augmentable=labels[source.exposure].isin(EXPOSED).astype(float),
        automatable=automatable.astype(float),
    )


def reach(
    hours: pd.DataFrame, tasks: pd.DataFrame, names: Sequence[str] = ("augmentable", "automatable")
) -> pd.DataFrame:
    """The share of an activity's hours within an occupation that AI reaches, labelled tasks only.

    hours : (task, activity) occupation, onet_code, task_id, activity, hours [share]
    tasks : (task) onet_code, task_id and the columns `names` [0 to 1]
    names : which labels
    Returns occupation, activity and the columns [share]; cells without a labelled task are absent,
    not zero.
    x[o,a] = Σ_j h_j,a·label_j / Σ_j h_j,a over the labelled tasks j
    """
    labelled = hours.merge(tasks, on=["onet_code", "task_id"], how="inner", validate="many_to_one")
    cells = [labelled["occupation"], labelled["activity"]]
    return weighted_means(labelled[list(names)], labelled["hours"], cells).clip(0.0, 1.0).reset_index()


def occupation_totals(content: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The share of all hours of each occupation that AI reaches.

    content : (occupation, activity) share [share of hours]
    cells : (occupation, activity) augmentable, automatable [share]
    Returns (occupation) augmentable, automatable [share of hours].
    x[o] = Σ_a h[o,a]·x[o,a]
    """
    names = ["augmentable", "automatable"]
    joined = content.merge(cells, on=["occupation", "activity"], how="left", validate="one_to_one")
    return joined[names].mul(joined["share"], axis=0).groupby(joined["occupation"]).sum(min_count=1)


def occupation_scores(labels: pd.DataFrame, columns: dict[str, str] | None = None) -> pd.DataFrame:
    """The published exposure scores of each O*NET occupation, from its task labels.

    labels : (task) onet_code, task_id, type and the labelling's columns
    columns : name of the rater → column with labels E0, E1, E2; people and GPT-4 by default
    Returns (onet_code) people_alpha, people_beta, people_zeta, gpt4_alpha, … [share].
    alpha = E1, beta = E1 + 0.5·E2, zeta = E1 + E2, each a mean over tasks weighted 2 where core, else 1
    Source: Eloundou et al. 2023, section 3.4; Science 384:1306.
    """
    chosen = columns or {rater: f"{rater}_exposure" for rater in RATERS}
    weights = task_weights(labels)
    scores = {}
    for rater, column in chosen.items():
        first = labels[column].eq("E1").astype(float)
        second = labels[column].eq("E2").astype(float)
        for name, half in LEVELS.items():
            scores[f"{rater}_{name}"] = first + half * second
    return weighted_means(pd.DataFrame(scores), weights, labels["onet_code"])


def soc_mean(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores of O*NET occupations as the unweighted mean by SOC 2018 occupation.

    scores : (onet_code) any columns
    Returns (occupation) the same columns.
    """
    return scores.groupby(scores.index.str[:7].rename("occupation")).mean()
