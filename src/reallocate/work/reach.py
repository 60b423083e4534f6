"""W2: what AI can help with and do alone, by source; scores rescaled, missing content filled or predicted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.errors import DataError, Problem
from reallocate.work.hours import task_weights, weighted_means
from reallocate.work.reach_names import OWN, USAGE_2026

_EXPOSED = ("E1", "E2")
LEVELS: Mapping[str, float] = {"alpha": 0.0, "beta": 0.5, "zeta": 1.0}
"""Published scores of exposure, by what a task labelled E2 counts beside one labelled E1."""
_AUTOMATED = ("T3", "T4")
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
_AUTOMATABLE = "share of hours labelled T3 or T4"
_DIRECT = "share of hours labelled E1 and T3 or T4"
LABEL_SOURCES = (
    LabelSource("people", "people_exposure", "gpt4_automation", False, BETA),
    LabelSource("gpt4", "gpt4_exposure", "gpt4_automation", False, BETA),
    LabelSource("gpt4-second-rubric", "gpt4_second_exposure", "gpt4_automation", False, BETA),
    LabelSource("gpt4-second-automation", "gpt4_exposure", "gpt4_second_automation", False, _AUTOMATABLE),
    LabelSource("people-direct", "people_exposure", "gpt4_automation", True, _DIRECT),
    LabelSource("gpt4-direct", "gpt4_exposure", "gpt4_automation", True, _DIRECT),
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
SOURCES_BESIDE: Mapping[str, ReachSource] = {
    OWN: ReachSource("Your own measurement", "The file that was given with --reach."),
    USAGE_2026: ReachSource(
        "Use of Claude, 2026",
        "Usage records of a model, April and May 2026; one share per job, rescaled. In no median.",
    ),
}
SOURCE_WORDS: Mapping[str, str] = {
    code: source.words for code, source in {**SOURCES_OF_REACH, **SOURCES_BESIDE}.items()
}
"""Name of a source -> words of the reader, for columns of tables."""


def task_reach(labels: pd.DataFrame, source: LabelSource) -> pd.DataFrame:
    """Whether each labelled task is augmentable, and whether it is automatable.

    labels : (task) onet_code, task_id and the labelling's columns
    source : which labels to read
    Returns onet_code, task_id, augmentable, automatable [0 or 1].
    augmentable = E1 or E2; automatable = T3 or T4 (direct sources: E1 and T3 or T4)
    Source: Eloundou et al. 2023, arXiv:2303.10130, rubrics in the appendix.
    """
    automatable = labels[source.automation].isin(_AUTOMATED)
    if source.direct:
        automatable &= labels[source.exposure].eq("E1")
    return labels[["onet_code", "task_id"]].assign(
        augmentable=labels[source.exposure].isin(_EXPOSED).astype(float),
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


_FAINTEST = 1e-6
"""The least a pattern counts for; an activity nobody rates as reached is reached last."""

_HALVINGS = 60
"""Bisection steps on log λ: 28 wide at the start, below 1e-16 at the end."""


def by_quantile(scores: pd.Series, totals: pd.Series, employment: pd.Series) -> pd.Series:
    """Each occupation's total at the quantile that its score holds among all jobs.

    scores : (occupation) any unit
    totals : (occupation) the scale to land on [share of hours]
    employment : (occupation) weights [persons]
    Returns (occupation) [share of hours]. Ties share the middle of their jobs.
    q[o] = F_score(o), employment-weighted mid-rank; result = F_totals⁻¹(q[o]), interpolated
    """
    weight = employment / employment.sum()
    mass = weight.groupby(scores).sum().sort_index()
    middle = mass.cumsum() - mass / 2
    order = totals.sort_values(kind="stable").index
    spread = weight[order].cumsum() - weight[order] / 2
    landed = np.interp(scores.map(middle).to_numpy(), spread.to_numpy(), totals[order].to_numpy())
    return pd.Series(landed, index=scores.index)


def spread_over_activities(content: pd.DataFrame, pattern: pd.Series, totals: pd.Series) -> pd.Series:
    """Reach by activity that keeps a pattern within an occupation and adds up to a given total.

    content : (row) occupation, share [share of hours]; shares of an occupation sum to 1
    pattern : (row) reach to stay in proportion to [share of the activity's hours]
    totals : (occupation) what the hours reached shall add up to [share of hours]
    Returns (row) [share of the activity's hours].
    x[o,a] = min(1, λ_o·pattern[o,a]) with λ_o such that Σ_a h[o,a]·x[o,a] = total_o; a pattern of 0
    counts as `_FAINTEST`, so that any total can be met
    """
    groups, labels = pd.factorize(content["occupation"])
    target = totals[labels].to_numpy()
    hours = content["share"].to_numpy()
    shape = np.maximum(pattern.to_numpy(), _FAINTEST)
    low = np.full(len(labels), np.log(_FAINTEST))
    high = np.full(len(labels), -np.log(_FAINTEST))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        reached = np.bincount(groups, hours * np.minimum(1.0, np.exp(middle)[groups] * shape))
        low, high = np.where(reached < target, middle, low), np.where(reached < target, high, middle)
    return pd.Series(np.minimum(1.0, np.exp((low + high) / 2)[groups] * shape), index=content.index)


def activity_means(content: pd.DataFrame, cells: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The mean reach into each activity over all rated occupations, weighted by hours.

    content : (occupation, activity) share [share of hours]
    cells : (occupation, activity) the columns `names` [share]
    names : which columns to average
    Returns (activity) the same columns.
    x̄[a] = Σ_o h[o,a]·x[o,a] / Σ_o h[o,a]
    """
    joined = content.merge(cells, on=["occupation", "activity"], how="inner", validate="one_to_one")
    return weighted_means(joined[names], joined["share"], joined["activity"])


def predict_totals(content: pd.DataFrame, means: pd.DataFrame) -> pd.DataFrame:
    """Reach into a role or task list known only by the hours it gives each activity.

    content : (occupation, activity) share [share of hours]; any label may stand for an occupation
    means : (activity) any columns [share]
    Returns (occupation) the same columns [share of hours].
    x̂[o] = Σ_a h[o,a]·x̄[a]
    """
    joined = content.join(means, on="activity")
    reached = joined[list(means.columns)].mul(joined["share"], axis=0)
    return reached.groupby(joined["occupation"]).sum(min_count=1)


def complete(content: pd.DataFrame, cells: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Reach for every cell with hours: rated where tasks are labelled, else the activity's mean.

    content : (occupation, activity) share [share of hours]
    cells : (occupation, activity) the columns `names` [share]
    names : which columns to complete
    Returns occupation, activity, the columns, and status: observed or predicted.
    """
    means = activity_means(content, cells, names)
    keys = ["occupation", "activity"]
    joined = content[keys].merge(cells[[*keys, *names]], on=keys, how="left", validate="one_to_one")
    missing = joined[names[0]].isna()
    joined["status"] = np.where(missing, "predicted", "observed")
    for name in names:
        joined[name] = joined[name].fillna(joined["activity"].map(means[name]))
    return joined


def leave_one_out(content: pd.DataFrame, cells: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Each rated occupation's reach as the other occupations' activity means predict it.

    content : (occupation, activity) share [share of hours]
    cells : (occupation, activity) the columns `names` [share]
    names : which columns to predict
    Returns (occupation) the columns; activities no other occupation has are left out of the mean.
    x̂[o] = Σ_a h[o,a]·x̄₋ₒ[a] / Σ_a h[o,a], x̄₋ₒ[a] = Σ_p≠o h[p,a]·x[p,a] / Σ_p≠o h[p,a]
    """
    joined = content.merge(cells, on=["occupation", "activity"], how="inner", validate="one_to_one")
    reached = joined[names].mul(joined["share"], axis=0)
    others_reached = reached.groupby(joined["activity"]).transform("sum") - reached
    others_hours = joined.groupby("activity")["share"].transform("sum") - joined["share"]
    alone = others_hours <= 1e-12
    means = others_reached.div(others_hours.mask(alone), axis=0)
    weights = joined["share"].mask(alone, 0.0)
    return weighted_means(means.fillna(0.0), weights, joined["occupation"])


_SIBLING_LEVELS = ("broad_group", "minor_group", "major_group")


def hybrids(occupations: pd.DataFrame, described: pd.Index, parts_employment: pd.Series) -> pd.DataFrame:
    """The published occupations that stand for several SOC codes, each with its described parts.

    occupations : (occupation) title, broad_group
    described : SOC 2018 codes with content
    parts_employment : (part) [persons], for the parts whose employment is known from elsewhere
    Returns occupation, part, weight; weights of an occupation sum to 1. A hybrid is an occupation
    without content whose broad group holds described codes that are not published; an "All Other"
    of that group is none. Parts weigh by employment where that of all of them is known, else equally.
    """
    unpublished = pd.Series(described.difference(occupations.index), dtype="str")
    parts = pd.DataFrame({"part": unpublished, "broad_group": unpublished.str[:6] + "0"})
    bare = occupations[~occupations.index.isin(described)]
    bare = bare[~bare["title"].str.contains("All Other", regex=False)].reset_index()
    split = bare.merge(parts, on="broad_group")[["occupation", "part"]]
    known = split["part"].map(parts_employment)
    whole = known.notna().groupby(split["occupation"]).transform("all")
    amount = known.where(whole, 1.0)
    return split.assign(weight=amount / amount.groupby(split["occupation"]).transform("sum"))


def published(codes: pd.Series, frame: pd.Index, split: pd.DataFrame) -> pd.Series:
    """The published occupation that each code belongs to: itself, or the hybrid it is a part of.

    codes : (row) SOC 2018 or O*NET-SOC 2019 codes
    frame : the published occupations
    split : occupation, part, as from `hybrids`
    Returns (row) occupation; missing where the survey does not cover the code.
    """
    soc = codes.str[:7]
    return soc.where(soc.isin(frame), soc.map(split.set_index("part")["occupation"]))


def donors(occupations: pd.DataFrame, described: pd.Index, split: pd.DataFrame) -> pd.DataFrame:
    """Which described codes stand in for each occupation that O*NET does not describe.

    occupations : (occupation) title, broad_group, minor_group, major_group, employment [persons]
    described : SOC 2018 codes with content
    split : occupation, part, weight, as from `hybrids`
    Returns occupation, donor, weight; weights of an occupation sum to 1.
    A hybrid takes its parts. Any other takes its described siblings, employment-weighted: those of
    its broad group, else of its minor group, else of its major group; a hybrid sibling counts
    through its parts.
    """
    groups = occupations[[*_SIBLING_LEVELS, "employment"]]
    whole = groups[groups.index.isin(described)].rename_axis("donor").reset_index()
    halves = split.join(groups, on="occupation").rename(columns={"part": "donor"})
    halves["employment"] *= halves["weight"]
    pool = pd.concat([whole, halves[whole.columns]], ignore_index=True).dropna(subset="employment")
    result = [split.rename(columns={"part": "donor"})]
    known = described.union(pd.Index(split["occupation"]))
    for code in occupations.index.difference(known):
        result.append(_siblings(pool, occupations.loc[code]).assign(occupation=code))
    return pd.concat(result, ignore_index=True)[["occupation", "donor", "weight"]]


def _siblings(pool: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    for level in _SIBLING_LEVELS:
        same = pool[pool[level] == row[level]]
        total = same["employment"].sum()
        if total > 0:
            return pd.DataFrame({"donor": same["donor"], "weight": same["employment"] / total})
    what = "no occupation of the same major group has content to fill from"
    raise DataError(Problem(what, f"occupation {row.name}", "Rebuild from a complete O*NET folder."))


def fill_content(content: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Content of the filled occupations: the weighted mean of their donors'.

    content : (occupation, activity) share [share of hours] of the described codes
    given : occupation, donor, weight, as from `donors`
    Returns occupation, activity, share.
    h[o,a] = Σ_d weight_d·h[d,a]
    """
    joined = given.merge(content.rename(columns={"occupation": "donor"}), on="donor")
    joined["share"] *= joined["weight"]
    return joined.groupby(["occupation", "activity"])["share"].sum().reset_index()


def fill_reach(content: pd.DataFrame, cells: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Reach into the filled occupations: their donors' reach, weighted by hours in the activity.

    content : (occupation, activity) share [share of hours] of the described codes
    cells : (occupation, activity) augmentable, automatable [share]
    given : occupation, donor, weight, as from `donors`
    Returns occupation, activity, augmentable, automatable.
    x[o,a] = Σ_d weight_d·h[d,a]·x[d,a] / Σ_d weight_d·h[d,a]
    """
    names = ["augmentable", "automatable"]
    both = content.merge(cells, on=["occupation", "activity"], validate="one_to_one")
    joined = given.merge(both.rename(columns={"occupation": "donor"}), on="donor")
    by = [joined["occupation"], joined["activity"]]
    means = weighted_means(joined[names], joined["weight"] * joined["share"], by)
    return means.clip(0.0, 1.0).reset_index()


def fill_values(values: pd.Series, given: pd.DataFrame) -> pd.Series:
    """One value for each filled occupation: the weighted mean of those of its donors that have one.

    values : (occupation) any unit; missing where unknown
    given : occupation, donor, weight, as from `donors`
    Returns (occupation) the same unit.
    """
    joined = given.assign(value=given["donor"].map(values)).dropna(subset="value")
    joined["value"] *= joined["weight"]
    sums = joined.groupby("occupation")[["value", "weight"]].sum()
    return sums["value"] / sums["weight"]


def fill_from_siblings(values: pd.Series, occupations: pd.DataFrame) -> pd.Series:
    """Values for every published occupation: its own, else its siblings' employment-weighted mean.

    values : (occupation) any unit; missing where unknown
    occupations : (occupation) broad_group, minor_group, major_group, employment [persons]
    Returns (occupation) the same unit. Siblings are those of the broad group that have a value,
    else of the minor group, else of the major group.
    """
    whole = values.reindex(occupations.index)
    known = whole.notna() & occupations["employment"].notna()
    weights = occupations["employment"].where(known, 0.0)
    amounts = (whole * weights).fillna(0.0)
    for level in _SIBLING_LEVELS:
        group = occupations[level]
        total = weights.groupby(group).transform("sum")
        whole = whole.fillna(amounts.groupby(group).transform("sum") / total.where(total > 0))
    return whole


_AGREE = 5 / 8
"""Share of the sources that must agree."""


def enough_agree(votes: npt.NDArray[np.bool_]) -> bool:
    """Whether at least five of eight sources agree, or as large a share of however many there are.

    votes : (source) whether it agrees; some source
    mean of the votes ≥ 5/8
    """
    return bool(votes.mean() >= _AGREE)
