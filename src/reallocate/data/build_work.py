"""From tidy sources to the shipped tables of work: activities, content, reach, scores, names."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reallocate.data.usage import claude_usage
from reallocate.work.activities import activities
from reallocate.work.content import occupation_content, task_hours
from reallocate.work.exposure import (
    BETA,
    LABEL_SOURCES,
    RATERS,
    SOURCES,
    occupation_scores,
    occupation_totals,
    reach,
    soc_mean,
    task_reach,
)
from reallocate.work.filled import donors, fill_content, fill_reach, fill_values, hybrids, published
from reallocate.work.predicted import complete
from reallocate.work.rescaled import by_quantile, spread_over_activities

Tidy = Mapping[str, Mapping[str, pd.DataFrame]]
REACHES = ["augmentable", "automatable"]
KEYS = ["occupation", "activity"]
SHARE_DIGITS = 6
REACH_DIGITS = 4
SCORE_DIGITS = 6
USAGE_MEASURES = {
    "copilot-usage": "AI applicability score",
    "claude-usage": "share of Claude conversations per million employed; 0 where too few to be published",
}


def work_tables(tidy: Tidy, occupations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Every shipped table that describes work, for exactly the given occupations.

    tidy : (source, table) as the sources' `tidy` functions return them: onet, gpts_are_gpts,
        working_with_ai, anthropic, onet_crosswalk
    occupations : (row) occupation, title, major_group, minor_group, broad_group, employment [persons]
    Returns `activities`, `content`, `reach`, `scores`, `related`, `titles` and
    `occupation_columns` (occupation, content_status, content_from, job_zone).
    """
    frame = occupations.set_index("occupation").sort_index()
    onet = tidy["onet"]
    hours = task_hours(onet["tasks"], onet["task_activities"])
    described = occupation_content(hours)
    codes = pd.Index(described["occupation"].unique())
    given, split = donors(frame, codes), hybrids(frame, codes)
    content = pd.concat([described, fill_content(described, given)], ignore_index=True)
    content = _rounded(content[content["occupation"].isin(frame.index)])
    labelled = _labelled_reach(hours, described, tidy["gpts_are_gpts"]["labels"], given, content)
    scores = _scores(tidy, frame, given, split, content, labelled)
    rescaled = _rescaled_reach(content, labelled, scores, frame["employment"])
    return {
        "activities": _activities(),
        "content": content,
        "reach": _ordered(pd.concat([labelled, rescaled], ignore_index=True), [*KEYS]).round(
            dict.fromkeys(REACHES, REACH_DIGITS)
        ),
        "scores": _ordered(scores, ["occupation"]).round({"score": SCORE_DIGITS}),
        "related": _related(onet["related"], frame.index, split),
        "titles": _titles(onet["titles"], occupations, split),
        "occupation_columns": _occupation_columns(frame.index, given, onet["job_zones"]),
    }


def _activities() -> pd.DataFrame:
    """The activities, with the narrow coordination set as the one P2 uses."""
    table = activities().reset_index()
    table["coordination"] = table["coordination"].eq("narrow")
    return table[["activity", "title", "kind", "family", "coordination"]]


def _rounded(content: pd.DataFrame) -> pd.DataFrame:
    """Shares at a fixed number of digits that still sum to 1: the largest takes what rounding left."""
    content = content.sort_values(KEYS, ignore_index=True)
    content["share"] = content["share"].round(SHARE_DIGITS)
    content = content[content["share"] > 0].reset_index(drop=True)
    largest = content.groupby("occupation")["share"].idxmax()
    left = 1.0 - content.groupby("occupation")["share"].sum()
    content.loc[largest.to_numpy(), "share"] += left[largest.index].to_numpy()
    content["share"] = content["share"].round(SHARE_DIGITS)
    return content


def _labelled_reach(
    hours: pd.DataFrame,
    described: pd.DataFrame,
    labels: pd.DataFrame,
    given: pd.DataFrame,
    content: pd.DataFrame,
) -> pd.DataFrame:
    """Reach by every source that labels tasks, over exactly the cells of `content`."""
    parts = []
    for source in LABEL_SOURCES:
        cells = complete(described, reach(hours, task_reach(labels, source)), REACHES)
        filled = fill_reach(described, cells, given).assign(status="filled")
        both = pd.concat([cells, filled], ignore_index=True)
        kept = content[KEYS].merge(both, on=KEYS, how="left", validate="one_to_one")
        parts.append(kept.assign(source=source.name))
    return pd.concat(parts, ignore_index=True)[["source", *KEYS, *REACHES, "status"]]


def _scores(
    tidy: Tidy,
    frame: pd.DataFrame,
    given: pd.DataFrame,
    split: pd.DataFrame,
    content: pd.DataFrame,
    labelled: pd.DataFrame,
) -> pd.DataFrame:
    """One exposure score an occupation and source, filled from donors where a source has none."""
    labels = tidy["gpts_are_gpts"]["labels"]
    columns = {source.name: source.exposure for source in LABEL_SOURCES if source.measure == BETA}
    betas = soc_mean(occupation_scores(labels, columns))
    parts = []
    for source in LABEL_SOURCES:
        if source.measure == BETA:
            values = betas[f"{source.name}_beta"]
        else:
            values = occupation_totals(content, labelled[labelled["source"] == source.name])["automatable"]
        parts.append((source.name, values, source.measure))
    copilot = tidy["working_with_ai"]["scores"].set_index("occupation")["score"]
    claude = claude_usage(
        tidy["anthropic"]["usage"], tidy["onet_crosswalk"]["onet2010_to_onet2019"], frame["employment"], split
    )
    parts.append(("copilot-usage", copilot, USAGE_MEASURES["copilot-usage"]))
    parts.append(("claude-usage", claude, USAGE_MEASURES["claude-usage"]))
    tables = []
    for name, values, measure in parts:
        whole = values.combine_first(fill_values(values, given)).reindex(frame.index)
        tables.append(whole.rename("score").reset_index().assign(source=name, measure=measure))
    return pd.concat(tables, ignore_index=True)[["source", "occupation", "score", "measure"]]


def _rescaled_reach(
    content: pd.DataFrame, labelled: pd.DataFrame, scores: pd.DataFrame, employment: pd.Series
) -> pd.DataFrame:
    """Reach by the sources with one score an occupation, on the scale of people's and GPT-4's labels."""
    rated = labelled[labelled["source"].isin(RATERS)]
    cells = rated.groupby(KEYS, sort=False)[REACHES].mean()
    cells = content[KEYS].join(cells, on=KEYS)
    totals = occupation_totals(content, cells)
    parts = []
    for name in USAGE_MEASURES:
        score = scores[scores["source"] == name].set_index("occupation")["score"]
        part = content[KEYS].assign(source=name, status="rescaled")
        for reached in REACHES:
            landed = by_quantile(score, totals[reached], employment)
            part[reached] = spread_over_activities(content, cells[reached], landed)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)[["source", *KEYS, *REACHES, "status"]]


def _ordered(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Rows by source in its fixed order, then by code."""
    rank = table["source"].map({name: place for place, name in enumerate(SOURCES)})
    return table.assign(rank=rank).sort_values(["rank", *keys], ignore_index=True).drop(columns="rank")


def _related(related: pd.DataFrame, frame: pd.Index, split: pd.DataFrame) -> pd.DataFrame:
    """Related occupations by SOC code; of several O*NET pairs the closest one counts."""
    pairs = pd.DataFrame(
        {
            "occupation": published(related["onet_code"], frame, split),
            "related": published(related["related_code"], frame, split),
            "tier": related["tier"],
            "index": related["index"].astype("int64"),
        }
    ).dropna()
    pairs = pairs[pairs["occupation"] != pairs["related"]].sort_values(["occupation", "related", "index"])
    pairs = pairs.drop_duplicates(["occupation", "related"])
    return pairs.sort_values(["occupation", "index", "related"], ignore_index=True)


def _titles(titles: pd.DataFrame, occupations: pd.DataFrame, split: pd.DataFrame) -> pd.DataFrame:
    """Every known title in lower case; of several kinds the most official one counts."""
    frame = pd.Index(occupations["occupation"])
    own = pd.DataFrame(
        {"title": occupations["title"], "occupation": occupations["occupation"], "kind": "official"}
    )
    known = titles.assign(occupation=published(titles["onet_code"], frame, split))
    both = pd.concat([own, known[["title", "occupation", "kind"]].dropna()], ignore_index=True)
    both["title"] = both["title"].str.lower().str.strip()
    both["kind"] = pd.Categorical(both["kind"], ["official", "reported", "alternate"], ordered=True)
    both = both[both["title"] != ""].sort_values(["title", "occupation", "kind"])
    both = both.drop_duplicates(["title", "occupation"], ignore_index=True)
    return both.assign(kind=both["kind"].astype("str"))


def _occupation_columns(frame: pd.Index, given: pd.DataFrame, job_zones: pd.DataFrame) -> pd.DataFrame:
    """What was filled and from where, and the job zone as a mean over O*NET variants."""
    sources = given.sort_values(["occupation", "donor"]).groupby("occupation")["donor"].agg(" ".join)
    zones = soc_mean(job_zones.set_index("onet_code")[["job_zone"]])["job_zone"]
    zones = zones.combine_first(fill_values(zones, given))
    table = pd.DataFrame({"content_from": sources.reindex(frame).fillna("")}, index=frame)
    table["content_status"] = table["content_from"].eq("").map({True: "observed", False: "filled"})
    table["job_zone"] = zones.reindex(frame).round(2)
    return table.rename_axis("occupation").reset_index()[
        ["occupation", "content_status", "content_from", "job_zone"]
    ]
