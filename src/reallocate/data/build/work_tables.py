"""From tidy sources to the shipped tables of work: activities, content, reach, scores, names, demands."""

from __future__ import annotations

import pandas as pd

from reallocate.data.build.tables import Tidy
from reallocate.data.frames import Frame, parts_employment
from reallocate.data.observed import claude_usage
from reallocate.data.occupations import requirement_tables, whole_shares
from reallocate.data.titles.known import WEIGHTS
from reallocate.data.titles.words import title_key
from reallocate.work.hours import activities, occupation_content, task_hours
from reallocate.work.reach import (
    BETA,
    LABEL_SOURCES,
    RATERS,
    SOURCES,
    USAGE_SOURCES,
    by_quantile,
    complete,
    donors,
    fill_content,
    fill_from_siblings,
    fill_reach,
    fill_values,
    hybrids,
    occupation_scores,
    occupation_totals,
    published,
    reach,
    soc_mean,
    spread_over_activities,
    task_reach,
)

_REACHES = ["augmentable", "automatable"]
_KEYS = ["occupation", "activity"]
_CLAUDE_MEASURE = "Claude conversations in a million, per thousand employed; 0 where too few to be published"


def work_tables(tidy: Tidy, occupations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Every shipped table that describes work, for exactly the given occupations.

    tidy : (source, table) as the sources' `tidy` functions return them: onet, gpts_are_gpts,
        working_with_ai, anthropic, onet_crosswalk, oews_national, crosswalks
    occupations : (row) occupation, title, major_group, minor_group, broad_group, employment [persons]
    Returns `activities`, `content`, `reach`, `scores`, `related`, `titles`, those of
    `requirement_tables` and `occupation_columns` (occupation, content_status, content_from, job_zone).
    """
    onet = tidy["onet"]
    hours = task_hours(onet["tasks"], onet["task_activities"])
    described = occupation_content(hours)
    published_rows = occupations.set_index("occupation").sort_index()
    codes = pd.Index(described["occupation"].unique())
    known = parts_employment(
        tidy["oews_national"]["national"], tidy["crosswalks"]["soc2010_to_soc2018"], published_rows.index
    )
    split = hybrids(published_rows, codes, known)
    frame = Frame(published_rows, donors(published_rows, codes, split), split)
    content = pd.concat([described, fill_content(described, frame.donors)], ignore_index=True)
    content = content[content["occupation"].isin(frame.codes)].sort_values(_KEYS, ignore_index=True)
    content["share"] = whole_shares(content["share"], content[["occupation"]], 6)
    content = content[content["share"] > 0].reset_index(drop=True)
    labelled = _labelled_reach(hours, tidy["gpts_are_gpts"]["labels"], frame, content)
    scores = _scores(tidy, frame, content, labelled)
    both = [labelled, _rescaled_reach(content, labelled, scores, frame.employment)]
    reached = _ordered(pd.concat(both, ignore_index=True), _KEYS)
    return {
        "activities": _activities(),
        "content": content,
        "reach": reached.round(dict.fromkeys(_REACHES, 4)),
        "scores": _ordered(scores, ["occupation"]).round({"score": 6}),
        "related": _related(onet["related"], frame),
        "titles": _titles(onet["titles"], frame),
        "occupation_columns": _occupation_columns(frame, onet["job_zones"]),
        **requirement_tables(onet, frame),
    }


def _activities() -> pd.DataFrame:
    """The activities, with the narrow coordination set as the one P2 uses."""
    table = activities().reset_index()
    table["coordination"] = table["coordination"].eq("narrow")
    return table[["activity", "title", "kind", "family", "coordination"]]


def _labelled_reach(
    hours: pd.DataFrame, labels: pd.DataFrame, frame: Frame, content: pd.DataFrame
) -> pd.DataFrame:
    """Reach by every source that labels tasks, over exactly the cells of `content`."""
    described = occupation_content(hours)
    parts = []
    for source in LABEL_SOURCES:
        cells = complete(described, reach(hours, task_reach(labels, source)), _REACHES)
        filled = fill_reach(described, cells, frame.donors).assign(status="filled")
        both = pd.concat([cells, filled], ignore_index=True)
        kept = content[_KEYS].merge(both, on=_KEYS, how="left", validate="one_to_one")
        parts.append(kept.assign(source=source.name))
    return pd.concat(parts, ignore_index=True)[["source", *_KEYS, *_REACHES, "status"]]


def _scores(tidy: Tidy, frame: Frame, content: pd.DataFrame, labelled: pd.DataFrame) -> pd.DataFrame:
    """One exposure score an occupation and source, filled from donors or siblings where it has none."""
    labels = tidy["gpts_are_gpts"]["labels"]
    columns = {source.name: source.exposure for source in LABEL_SOURCES if source.measure == BETA}
    betas = soc_mean(occupation_scores(labels, columns))
    found: dict[str, tuple[pd.Series, str]] = {}
    for source in LABEL_SOURCES:
        if source.measure == BETA:
            values = betas[f"{source.name}_beta"]
        else:
            rows = labelled[labelled["source"] == source.name]
            values = occupation_totals(content, rows)["automatable"]
        found[source.name] = (values, source.measure)
    copilot = tidy["working_with_ai"]["scores"].set_index("occupation")["score"]
    found["copilot-usage"] = (copilot, "AI applicability score")
    bridge = tidy["onet_crosswalk"]["onet2010_to_onet2019"]
    rated = bridge[bridge["onet_code_2010"].isin(tidy["anthropic"]["described"]["onet_code_2010"])]
    claude = claude_usage(tidy["anthropic"]["usage"], rated, frame.employment, frame.hybrids)
    found["claude-usage"] = (claude, _CLAUDE_MEASURE)
    tables = []
    for name, (values, measure) in found.items():
        whole = values.combine_first(fill_values(values, frame.donors))
        whole = fill_from_siblings(whole, frame.occupations)
        tables.append(whole.rename("score").reset_index().assign(source=name, measure=measure))
    return pd.concat(tables, ignore_index=True)[["source", "occupation", "score", "measure"]]


def _rescaled_reach(
    content: pd.DataFrame, labelled: pd.DataFrame, scores: pd.DataFrame, employment: pd.Series
) -> pd.DataFrame:
    """Reach by the sources with one score an occupation, on the scale of people's and GPT-4's labels."""
    rated = labelled[labelled["source"].isin(RATERS)]
    cells = content[_KEYS].join(rated.groupby(_KEYS, sort=False)[_REACHES].mean(), on=_KEYS)
    totals = occupation_totals(content, cells)
    parts = []
    for name in USAGE_SOURCES:
        score = scores[scores["source"] == name].set_index("occupation")["score"]
        part = content[_KEYS].assign(source=name, status="rescaled")
        for reached in _REACHES:
            landed = by_quantile(score, totals[reached], employment)
            part[reached] = spread_over_activities(content, cells[reached], landed)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)[["source", *_KEYS, *_REACHES, "status"]]


def _ordered(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Rows by source in its fixed order, then by code."""
    rank = table["source"].map({name: place for place, name in enumerate(SOURCES)})
    return table.assign(rank=rank).sort_values(["rank", *keys], ignore_index=True).drop(columns="rank")


def _related(related: pd.DataFrame, frame: Frame) -> pd.DataFrame:
    """Related occupations by SOC code; of several O*NET pairs the closest one counts."""
    pairs = pd.DataFrame(
        {
            "occupation": published(related["onet_code"], frame.codes, frame.hybrids),
            "related": published(related["related_code"], frame.codes, frame.hybrids),
            "tier": related["tier"],
            "index": related["index"].astype("int64"),
        }
    ).dropna()
    pairs = pairs[pairs["occupation"] != pairs["related"]].sort_values(["occupation", "related", "index"])
    pairs = pairs.drop_duplicates(["occupation", "related"])
    return pairs.sort_values(["occupation", "index", "related"], ignore_index=True)


def _titles(titles: pd.DataFrame, frame: Frame) -> pd.DataFrame:
    """Every known title in lower case; of several kinds the most official one counts."""
    own = frame.occupations["title"].reset_index().assign(kind="official")
    known = titles.assign(occupation=published(titles["onet_code"], frame.codes, frame.hybrids))
    columns = ["title", "occupation", "kind"]
    both = pd.concat([own[columns], known[columns].dropna()], ignore_index=True)
    both["title"] = both["title"].str.lower().str.strip()
    both["kind"] = pd.Categorical(both["kind"], ["official", "reported", "alternate"], ordered=True)
    both = both[both["title"] != ""].sort_values(["title", "occupation", "kind"])
    both = both.drop_duplicates(["title", "occupation"], ignore_index=True)
    return both.assign(kind=both["kind"].astype("str"))


def _occupation_columns(frame: Frame, job_zones: pd.DataFrame) -> pd.DataFrame:
    """What was filled and from where, and the job zone as a mean over O*NET variants."""
    sources = frame.donors.sort_values(["occupation", "donor"]).groupby("occupation")["donor"].agg(" ".join)
    zones = soc_mean(job_zones.set_index("onet_code")[["job_zone"]])["job_zone"]
    zones = zones.combine_first(fill_values(zones, frame.donors))
    table = pd.DataFrame(index=frame.codes.rename("occupation"))
    table["content_from"] = sources.reindex(frame.codes).fillna("")
    table["content_status"] = table["content_from"].eq("").map({True: "observed", False: "filled"})
    table["job_zone"] = zones.reindex(frame.codes).round(2)
    return table.reset_index()[["occupation", "content_status", "content_from", "job_zone"]]


_PARTS = (("long", "short"), ("short", "long"))
_SHORT_AND_LONG = r"(?P<long>.+?)\s*\((?P<short>.+)\)"
_OWN_MATCH, _PARENT_MATCH, _PREFERRED_VOTE, _VOTES, _GROUP = 1.0, 0.7, 3.0, 1.0, 0.5
"""What Nesta's match, that of a concept's parent, a preferred label's vote, all votes and the group count."""
_LEAST_OF_GROUP, _LEAST = 0.05, 0.08
"""[share] Occupations below are left out, of an ISCO group and of a concept."""


def title_keys(tidy: Tidy, titles: pd.DataFrame, occupations: pd.DataFrame) -> pd.DataFrame:
    """Every known title with the occupations that it may name.

    tidy : (source, table) esco, isco, crosswalks, onet_crosswalk
    titles : title, occupation, kind
    occupations : occupation, employment [persons]
    Returns key, occupation, source, weight.
    """
    known = _onet_keys(titles)
    labels = _esco_labels(tidy, known, occupations)
    foreign = labels[labels["source"].isin(("german", "french", "spanish"))]
    both = pd.concat([known, foreign[known.columns]], ignore_index=True)
    both = both.sort_values(["key", "occupation", "source", "weight"])
    return both.drop_duplicates(["key", "occupation", "source"], keep="last")


def _onet_keys(titles: pd.DataFrame) -> pd.DataFrame:
    """O*NET's titles as they are compared; "Long Form (LF)" also as its two parts.

    titles : title, occupation, kind
    Initials, such as PO, are left out: elsewhere they mean something else.
    Returns key, occupation, source, weight.
    """
    parts = titles["title"].str.extract(f"^{_SHORT_AND_LONG}$")
    is_short = {part: _initials(parts[other]).eq(parts[part]) for part, other in _PARTS}
    forms = [titles.assign(form=titles["title"])[~is_short["long"] & ~is_short["short"]]]
    for part, _ in _PARTS:
        forms.append(titles.assign(form=parts[part])[parts[part].notna() & ~is_short[part]])
    table = pd.concat(forms)
    table["key"] = [title_key(form) for form in table["form"]]
    table = table[table["key"].ne("")].rename(columns={"kind": "source"})
    table["weight"] = table["source"].map(WEIGHTS)
    table = table.sort_values(["key", "occupation", "weight"])
    return table.drop_duplicates(["key", "occupation"], keep="last")[
        ["key", "occupation", "source", "weight"]
    ]


def _initials(forms: pd.Series) -> pd.Series:
    """The first letters of the words of a part, missing where there is none."""
    return forms.map(lambda form: "".join(word[0] for word in form.split()), na_action="ignore")


def _esco_labels(tidy: Tidy, known: pd.DataFrame, occupations: pd.DataFrame) -> pd.DataFrame:
    """Every label of ESCO with the SOC occupations of its concept.

    tidy : (source, table) esco, isco, crosswalks, onet_crosswalk
    known : key, occupation of O*NET's titles
    occupations : occupation, employment [persons]
    weight[concept, o] = (match + vote + 0.5·group share) over their sum, none below 0.08.
    Returns key, occupation, source (the language), weight, concept, label.
    """
    labels = tidy["esco"]["labels"].copy()
    labels["key"] = [title_key(label) for label in labels["label"]]
    weights = _concept_weights(
        tidy, labels, known, occupations.set_index("occupation")["employment"].fillna(0.0)
    )
    labels = labels[labels["key"].ne("")].rename(columns={"language": "source"})
    return labels.merge(weights, on="concept")[["key", "occupation", "source", "weight", "concept", "label"]]


def _concept_weights(
    tidy: Tidy, labels: pd.DataFrame, known: pd.DataFrame, employment: pd.Series
) -> pd.DataFrame:
    parts = [_matched(tidy, employment.index), _voted(labels, known), _of_group(tidy, labels, employment)]
    table = pd.concat(parts).groupby(["concept", "occupation"])["weight"].sum().reset_index()
    for _ in range(2):
        table["weight"] /= table.groupby("concept")["weight"].transform("sum")
        table = table.loc[table["weight"] > _LEAST]
    return table


def _matched(tidy: Tidy, frame: pd.Index) -> pd.DataFrame:
    """Nesta's match of a concept, or of the nearest concept above it."""
    bridge = tidy["onet_crosswalk"]["onet2010_to_onet2019"]
    matched = tidy["esco"]["onet"].merge(bridge, on="onet_code_2010")
    matched["occupation"] = _in_frame(matched["onet_code"].str[:7], frame)
    matched = matched.dropna().drop_duplicates(["concept", "occupation"])
    codes = tidy["esco"]["codes"]
    by_code = dict(zip(codes["code"], codes["concept"], strict=True))
    has = set(matched["concept"])
    rows = []
    for concept, code in zip(codes["concept"], codes["code"], strict=True):
        above, counts = concept, _OWN_MATCH
        while above not in has and "." in code:
            code = code.rpartition(".")[0]
            above, counts = by_code.get(code, above), _PARENT_MATCH
        rows.append((concept, above, counts))
    found = pd.DataFrame(rows, columns=["concept", "above", "weight"])
    found = found.merge(matched[["concept", "occupation"]].rename(columns={"concept": "above"}), on="above")
    found["weight"] /= found.groupby("concept")["occupation"].transform("size")
    return found[["concept", "occupation", "weight"]]


def _in_frame(soc: pd.Series, frame: pd.Index) -> pd.Series:
    """Codes of the frame; what OEWS publishes together with others counts as that, such as 13-1020."""
    broad = soc.str[:6] + "0"
    return soc.where(soc.isin(frame), broad.where(broad.isin(frame)))


def _voted(labels: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """What O*NET calls by the concept's English labels."""
    english = labels[labels["language"].eq("english")]
    votes = english.merge(known[["key", "occupation"]].drop_duplicates(), on="key")
    counts = votes["preferred"].map({True: _PREFERRED_VOTE, False: 1.0})
    votes["weight"] = counts / votes.groupby(["concept", "key"])["occupation"].transform("size")
    summed = votes.groupby(["concept", "occupation"])["weight"].sum().reset_index()
    summed["weight"] *= _VOTES / summed.groupby("concept")["weight"].transform("sum")
    return summed


def _of_group(tidy: Tidy, labels: pd.DataFrame, employment: pd.Series) -> pd.DataFrame:
    """The occupations of the concept's ISCO group by their employment."""
    bridge = tidy["isco"]["isco_to_soc2010"].merge(tidy["crosswalks"]["soc2010_to_soc2018"], on="soc2010")
    bridge["occupation"] = _in_frame(bridge["soc2018"], employment.index)
    bridge = bridge.dropna().drop_duplicates(["isco", "occupation"])
    bridge["weight"] = bridge["occupation"].map(employment)
    bridge["weight"] /= bridge.groupby("isco")["weight"].transform("sum").clip(lower=1.0)
    bridge = bridge[bridge["weight"] > _LEAST_OF_GROUP]
    concepts = labels[["concept", "isco"]].drop_duplicates("concept")
    found = concepts.merge(bridge[["isco", "occupation", "weight"]], on="isco")
    return found.assign(weight=found["weight"] * _GROUP)[["concept", "occupation", "weight"]]
