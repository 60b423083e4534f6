"""Known titles as they are compared: those of O*NET, and ESCO's in German, French and Spanish."""

from __future__ import annotations

import pandas as pd

from reallocate.data.build.tables import Tidy
from reallocate.data.titles.known import WEIGHTS
from reallocate.data.titles.words import title_key

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
