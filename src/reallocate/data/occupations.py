"""Occupations of the common frame: titles, employment, pay, licences, programmes and projections."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

import pandas as pd

from reallocate.data.frames import Frame
from reallocate.kernel.errors import DataError, Problem, nearest
from reallocate.work.hours import task_hours
from reallocate.work.reach import fill_from_siblings, fill_values, soc_mean
from reallocate.work.reach_accuracy import accuracy_table, text_shares
from reallocate.work.task_text import word_counts

TOP_CODE = 239_200.0
"""The wage a year above which BLS may withhold a figure (115 USD an hour) [USD/year]."""

TOP_CODED_FOOTNOTE = "5"
ALL_INDUSTRIES = "000000"
_GROUP_LEVELS = ("major", "minor", "broad")
WAGES = ("wage_mean", "wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90")


def occupation_table(published: pd.DataFrame, cells: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """The detailed occupations with groups, employment and a wage for each.

    published : (occupation) title, level, as OEWS lists them
    cells : OEWS cells of the nation, an area or an industry
    listed : (group) occupation, title, level, as from `listed_groups`
    Returns (occupation) title, major_group, minor_group, broad_group, employment [persons],
    employment_rse [%], wages [USD/year], wage_rse [%], wage_status, wage_top_coded. A top-coded
    wage is its lower bound; a wage not published at all (five occupations that are paid by the hour or the
    engagement) is the employment-weighted mean of its minor group, marked filled.
    Raises `DataError` where an occupation has no employment or no group to fill a wage from.
    """
    detailed = published.loc[published["level"] == "detailed", ["occupation", "title"]]
    national = cells[(cells["areatype"] == "N") & (cells["industry"] == ALL_INDUSTRIES)]
    columns = ["occupation", "employment", "employment_rse", *WAGES, "wage_rse", "wage_footnote"]
    frame = detailed.merge(national[columns], on="occupation", how="left", validate="one_to_one")
    unknown = frame.loc[frame["employment"].isna(), "occupation"].tolist()
    if unknown:
        raise DataError(Problem("no national employment", where=f"occupations {', '.join(unknown[:5])}"))
    frame["major_group"] = frame["occupation"].str[:2] + "-0000"
    frame["minor_group"] = _minor_groups(frame["occupation"], listed)
    frame["broad_group"] = frame["occupation"].str[:6] + "0"
    frame["wage_top_coded"] = frame["wage_footnote"].eq(TOP_CODED_FOOTNOTE).to_numpy()
    # An error is published of some hourly wages too, whose yearly figure is not.
    frame["wage_rse"] = frame["wage_rse"].where(frame["wage_mean"].notna())
    for wage in WAGES:
        frame[wage] = frame[wage].mask(frame["wage_top_coded"] & frame[wage].isna(), TOP_CODE)
    return _fill_wages(frame).drop(columns="wage_footnote").sort_values("occupation", ignore_index=True)


def _fill_wages(frame: pd.DataFrame) -> pd.DataFrame:
    """Wages with the missing ones filled by the minor group's mean, weighted by employment.

    frame : (occupation) minor_group, employment [persons], wages [USD/year]
    Returns the same with `wage_status`: observed, or filled where any wage was missing.
    """
    missing = frame[list(WAGES)].isna().any(axis=1)
    filled = frame.assign(wage_status=missing.map({True: "filled", False: "observed"}))
    for wage in WAGES:
        weight = frame["employment"].where(frame[wage].notna(), 0.0)
        money = (frame[wage].fillna(0.0) * weight).groupby(frame["minor_group"]).transform("sum")
        people = weight.groupby(frame["minor_group"]).transform("sum")
        filled[wage] = frame[wage].fillna(money / people.where(people > 0))
    unfilled = filled.loc[filled[list(WAGES)].isna().any(axis=1), "occupation"].tolist()
    if unfilled:
        raise DataError(Problem("its minor group has no wage to fill from", where=f"{unfilled[:5]}"))
    return filled


def listed_groups(national: pd.DataFrame) -> pd.DataFrame:
    """The SOC groups that OEWS lists nationally, from the last year that lists them all.

    national : (year, occupation) title, level
    Returns occupation (the group's code), title, level. May 2025 lists a minor group with a
    single broad group under the broad group's code, so its own list of groups is not used.
    """
    last = national[national["year"] == national["year"].max()]
    groups: pd.DataFrame = last[last["level"].isin(_GROUP_LEVELS)]
    return groups[["occupation", "title", "level"]].reset_index(drop=True)


def _minor_groups(occupations: pd.Series, listed: pd.DataFrame) -> pd.Series:
    """The SOC minor group of each occupation: `15-1200` for `15-1252`, `11-1000` for `11-1011`.

    occupations : (row) SOC codes
    listed : (group) occupation, level, as from `listed_groups`
    """
    codes = set(listed.loc[listed["level"] == "minor", "occupation"])
    hundreds = occupations.str[:5] + "00"
    thousands = occupations.str[:4] + "000"
    groups = hundreds.where(hundreds.isin(codes), thousands)
    unlisted = occupations[~groups.isin(codes)].tolist()
    if unlisted:
        raise DataError(Problem("belongs to no listed minor group", where=f"occupations {unlisted[:5]}"))
    return groups


def group_table(occupations: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """The major, minor and broad groups that occupations belong to.

    occupations : as from `occupation_table`
    listed : (group) occupation, title, level, as from `listed_groups`
    Returns code, title, level. A broad group that is not listed takes its first occupation's title.
    """
    titles = listed.set_index("occupation")["title"]
    rows = []
    for level in _GROUP_LEVELS:
        first = occupations.drop_duplicates(f"{level}_group")
        code = first[f"{level}_group"]
        rows.append(first.assign(code=code, title=code.map(titles).fillna(first["title"]), level=level))
    return pd.concat(rows, ignore_index=True)[["code", "title", "level"]]


_FILE = "licences.toml"


def licence_table(frame: pd.Index) -> pd.DataFrame:
    """The occupations that are licensed in all or most states, or by a federal agency.

    frame : the occupations of the common frame
    Returns occupation, states (all, most or federal), grade, source. An occupation that is not listed may
    still be licensed in some states.
    Raises `DataError` where a code is not of the frame or stands twice.
    """
    text = resources.files("reallocate.data").joinpath(_FILE).read_text(encoding="utf-8")
    groups = pd.DataFrame(tomllib.loads(text).values()).rename(columns={"occupations": "occupation"})
    table = groups.explode("occupation", ignore_index=True)[["occupation", "states", "grade", "source"]]
    twice = table.loc[table["occupation"].duplicated(), "occupation"].tolist()
    unknown = table.loc[~table["occupation"].isin(frame), "occupation"].tolist()
    problems = [
        Problem(f"{what}: {', '.join(codes)}", where=_FILE)
        for what, codes in (("duplicate occupations", twice), ("unknown occupations", unknown))
        if codes
    ]
    if problems:
        raise DataError(problems)
    return table


def projection_table(projections: pd.DataFrame, frame: pd.Index) -> pd.DataFrame:
    """What is projected for every occupation of the frame; nothing is bridged or filled.

    projections : (occupation), as from `packs.projections`
    frame : the occupations of the common frame
    Raises `DataError` where an occupation of the frame was not projected.
    """
    unknown = frame.difference(pd.Index(projections["occupation"])).tolist()
    if unknown:
        raise DataError(Problem("no projection under this code", f"occupations {', '.join(unknown[:5])}"))
    return projections[projections["occupation"].isin(frame)].reset_index(drop=True)


_PROGRAMMES = "programmes.toml"
_COLUMNS = [
    "occupation", "origin", "years", "tuition", "asks", "school", "experience", "experience_from", "grade",
    "source",
]  # fmt: skip


def programme_table(frame: pd.Index) -> pd.DataFrame:
    """Years of study, cost and experience that stand between a line of work and an occupation.

    frame : the occupations of the common frame
    Returns occupation, origin (how the codes begin that one comes from; empty: from anywhere else), years
    [years], tuition [USD in all], asks, school [years of school that are enough; missing where BLS's entry
    education holds], experience [years], experience_from (how codes begin, parted by blanks), grade, source.
    The longest beginning that fits an origin holds.
    Raises `DataError` where a beginning names no occupation, or an occupation stands in two groups.
    """
    text = resources.files("reallocate.data").joinpath(_PROGRAMMES).read_text(encoding="utf-8")
    codes = pd.Index(frame).astype(str)
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    taken: set[str] = set()
    for name, group in tomllib.loads(text).items():
        for start in group["occupations"]:
            found = codes[codes.str.startswith(start)]
            if not len(found):
                problems.append(
                    Problem(f"{name} names {start}, which no occupation begins with", where=_PROGRAMMES)
                )
            if twice := sorted(taken & set(found)):
                problems.append(Problem(f"{name} repeats {', '.join(twice)}", where=_PROGRAMMES))
            taken |= set(found)
            rows += [row for code in found for row in _rows(str(code), group)]
    if problems:
        raise DataError(problems)
    return pd.DataFrame(rows)[_COLUMNS].sort_values(["occupation", "origin"], ignore_index=True)


def _rows(code: str, group: dict[str, Any]) -> list[dict[str, Any]]:
    """An occupation's rows: from anywhere, and from where less is left."""
    years, tuition = float(group["years"]), float(group["tuition"])
    shared = {
        "occupation": code,
        "asks": group["asks"],
        "school": group.get("school"),
        "experience": float(group.get("experience", 0.0)),
        "experience_from": " ".join(group.get("experience_from", [])),
        "grade": "J",
        "source": group["source"],
    }
    left = {code[:6]: 0.0} | {start: float(less) for start, less in group.get("from", [])}
    rows = [{**shared, "origin": "", "years": years, "tuition": tuition}]
    for start, less in left.items():
        rows.append(
            {**shared, "origin": start, "years": less, "tuition": tuition * less / max(years, less, 1e-9)}
        )
    return rows


_TABLES = {"skill": "skills", "knowledge": "knowledge"}
_SHARE_DIGITS = 4
_LONG = re.compile(r"^Over (\d+) (month|year)s?")
_SHORT = re.compile(r"up to and including (\d+) (month|year)s?$", re.IGNORECASE)
_MONTHS = {"month": 1.0, "year": 12.0}


def requirement_tables(onet: Mapping[str, pd.DataFrame], frame: Frame) -> dict[str, pd.DataFrame]:
    """Every shipped table on what occupations demand of a person, for exactly the frame's occupations.

    onet : `demands`, `education` and `education_categories`, as from `packs.onet`
    frame : the published occupations and their donors
    Returns `skills` and `knowledge` (occupation, element, importance [1–5], level [0–7], status),
    `elements` (element, title, domain), `education` (occupation, scale, category,
    share [share of those asked], status) and `education_categories`.
    """
    demands = onet["demands"]
    tables = {
        name: _demand_table(demands[demands["domain"] == kind], frame) for kind, name in _TABLES.items()
    }
    return tables | {
        "elements": demands[["element", "title", "domain"]].drop_duplicates(ignore_index=True),
        "education": _education_table(onet["education"], frame),
        "education_categories": _category_months(onet["education_categories"]),
    }


def _in_frame(
    values: pd.DataFrame, imprecise: pd.DataFrame, frame: Frame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures of O*NET occupations brought to the published ones, and how each came about.

    values : (onet_code) one column a figure; missing where O*NET has none
    imprecise : (onet_code) flags of the same columns
    frame : the published occupations and their donors
    Returns (occupation) the figures and (occupation) their statuses: the unweighted mean over an
    occupation's O*NET variants (observed, or imprecise where any variant is), else the weighted mean
    of its donors, else of its siblings (filled). Missing is never taken as zero.
    """
    own = soc_mean(values)
    vague = imprecise.groupby(imprecise.index.str[:7]).any().reindex(frame.codes, fill_value=False)
    given = own.apply(lambda column: fill_values(column, frame.donors)).reindex(frame.codes)
    known = own.reindex(frame.codes)
    whole = known.combine_first(given).apply(lambda column: fill_from_siblings(column, frame.occupations))
    status = pd.DataFrame("observed", index=frame.codes, columns=values.columns)
    return whole, status.mask(vague, "imprecise").mask(known.isna(), "filled")


def _demand_table(demands: pd.DataFrame, frame: Frame) -> pd.DataFrame:
    """Importance and level of every element, kept as published even where nobody needs it."""
    wide = demands.pivot(index="onet_code", columns="element", values=["importance", "level", "imprecise"])
    vague = pd.DataFrame(wide["imprecise"].fillna(False).astype("bool"))
    parts = {}
    for measure in ("importance", "level"):
        values = pd.DataFrame(wide[measure].astype("float64"))
        parts[measure], parts["status"] = _in_frame(values, vague, frame)
    long = {name: part.rename_axis(index="occupation").unstack() for name, part in parts.items()}
    return pd.DataFrame(long)[["importance", "level", "status"]].reset_index()


def _education_table(education: pd.DataFrame, frame: Frame) -> pd.DataFrame:
    """The distribution over each scale's categories; empty categories are left out."""
    columns = ["scale", "category"]
    wide = education.pivot(index="onet_code", columns=columns, values=["share", "imprecise"])
    vague = pd.DataFrame(wide["imprecise"].fillna(False).astype("bool"))
    values, status = _in_frame(pd.DataFrame(wide["share"].astype("float64")), vague, frame)
    rows = pd.DataFrame({"share": values.stack(columns), "status": status.stack(columns)})
    rows = rows.rename_axis(index=["occupation", *columns]).reset_index()
    by = ["occupation", "scale"]
    # What any category of a scale lacks in precision, its others lack too: their sum is 1.
    some = rows["status"].eq("imprecise").groupby([rows[key] for key in by]).transform("any")
    rows["status"] = rows["status"].mask(some, "imprecise")
    shares = rows["share"] / rows.groupby(by)["share"].transform("sum")
    rows["share"] = whole_shares(shares, rows[by], _SHARE_DIGITS)
    return rows[rows["share"] > 0].reset_index(drop=True)


def whole_shares(shares: pd.Series, by: pd.DataFrame, digits: int) -> pd.Series:
    """Shares at a fixed number of digits that still sum to 1: the largest takes what rounding left.

    shares : (row) [share]
    by : (row) the columns that name a distribution
    """
    rounded = shares.round(digits)
    keys = [by[column] for column in by]
    left = 1.0 - rounded.groupby(keys).sum()
    largest = rounded.groupby(keys).idxmax()
    rounded.loc[largest.to_numpy()] += left[largest.index].to_numpy()
    return rounded.round(digits)


def _category_months(categories: pd.DataFrame) -> pd.DataFrame:
    """The answers on each scale, with the time that those about time stand for.

    categories : scale, category, title
    Returns the same with months_over and months_up_to [months]; missing for education, and
    months_up_to for the longest answer.
    """
    times = categories["scale"].ne("education")
    over = categories["title"].map(lambda title: _months(_LONG.search(title)))
    up_to = categories["title"].map(lambda title: _months(_SHORT.search(title)))
    short = times & over.isna()
    # "None", "up to one month" and "none or short demonstration" start at nothing.
    over = over.mask(short, 0.0).where(times)
    none = short & categories["title"].str.startswith("None")
    return categories.assign(months_over=over, months_up_to=up_to.mask(none, 0.0).where(times))


def _months(found: re.Match[str] | None) -> float | None:
    return int(found[1]) * _MONTHS[found[2]] if found else None


def text_tables(onet: Mapping[str, pd.DataFrame], labels: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What ships of the statements' texts; no sentence can be put together from it again.

    onet : `tasks`, `task_activities` and `task_texts`, as from `packs.onet`
    labels : (task) as from `packs.gpts_are_gpts`
    Returns `task_words` (word, activity, tasks) and `accuracy` (way, label, source, correlation,
    mean_absolute_error [share of hours], placed_right [share of tasks], counted).
    """
    hours = task_hours(onet["tasks"], onet["task_activities"])
    return {
        "task_words": word_counts(*text_shares(hours, onet["task_texts"])),
        "accuracy": accuracy_table(hours, onet["task_activities"], onet["task_texts"], labels),
    }


CODE = re.compile(r"(\d{2})-?(\d{4})(?:\.\d{2})?")


def occupation_by_code(code: str, where: str, titles: Mapping[str, str]) -> tuple[str, Problem | None]:
    """The occupation that a code names as SOC or O*NET writes it, or the problem.

    code : such as 15-1252, 151252 or 15-1252.00, or as the country's classification writes it
    where : file and row, or flag
    titles : (occupation) official title
    """
    written = CODE.fullmatch(code)
    plain = f"{written[1]}-{written[2]}" if written else code
    if plain in titles:
        return plain, None
    if own := [one for one in titles if one.partition("-")[2] == code]:
        return own[0], None
    # 15-1250 and 15-0000 are groups: their members are what the user can choose from.
    stem = plain.rstrip("0") if written else ""
    members = [f"{member} {titles[member]}" for member in sorted(titles) if stem and member.startswith(stem)]
    if members and len(stem) < len(plain):
        what, remedy = f"{code!r} is a group of {len(members)} occupations", "Write one of its occupations."
        return "", Problem(what, where, remedy, nearest=tuple(members[:4]))
    close = tuple(f"{near} {titles[near]}" for near in nearest(plain, titles))
    remedy = f"Write a code {such_as(titles)}."
    return "", Problem(f"unknown occupation code {code!r}", where, remedy, nearest=close)


def such_as(titles: Mapping[str, str]) -> str:
    """What a code looks like, in words: as the country's classification writes it.

    titles : (occupation) official title
    """
    return f"such as {_EXAMPLE if _EXAMPLE in titles else next(iter(titles)).partition('-')[2]}"


_EXAMPLE = "15-1252"
