"""O*NET 30.1: what people in each occupation do, how it is prepared for, and what it is called."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_CODE = "O*NET-SOC Code"
_EXPERIENCE = "Education, Training, and Experience"

_DOMAINS = {"skill": "Skills", "knowledge": "Knowledge"}

_SCALES = {
    "RL": "education", "RW": "related experience", "PT": "on-site training", "OJ": "on-the-job training",
}  # fmt: skip
"""The four scales of preparation; each is a distribution over the answers of those asked."""

_TASK = {_CODE: "onet_code", "Task ID": "task_id"}
_AS_READ: dict[str, tuple[str, dict[str, str]]] = {
    "tasks": ("Task Statements", _TASK | {"Task Type": "type"}),
    "task_texts": ("Task Statements", _TASK | {"Task": "text"}),
    "task_activities": ("Tasks to DWAs", _TASK | {"DWA ID": "detailed"}),
    "activities": ("IWA Reference", {"Element ID": "activity", "Element Name": "title"}),
    "intermediate": ("IWA Reference", {"IWA ID": "intermediate", "IWA Title": "title"}),
    "occupations": ("Occupation Data", {_CODE: "onet_code", "Title": "title"}),
    "job_zones": ("Job Zones", {_CODE: "onet_code", "Job Zone": "job_zone"}),
    "related": (
        "Related Occupations",
        {
            _CODE: "onet_code", "Related O*NET-SOC Code": "related_code", "Relatedness Tier": "tier",
            "Index": "index",
        },
    ),
}  # fmt: skip
"""Table -> the sheet that it is, and our names of its columns."""

PACK = Pack(
    name="onet-30.1",
    folder="onet-30.1",
    title="O*NET 30.1: tasks, activities, skills, knowledge, education, job zones, titles",
    citation=(
        "O*NET 30.1 Database, U.S. Department of Labor, Employment and Training Administration "
        "(USDOL/ETA), December 2025; modified by reallocate: activities, skills, knowledge, education and "
        "titles are mapped to SOC 2018 occupations, words of task statements are counted"
    ),
    licence="CC BY 4.0 (O*NET is a trademark of USDOL/ETA, which has not approved or endorsed the changes)",
    vintage="December 2025",
    origin="https://www.onetcenter.org/database.html",
    files={
        "Task Statements.xlsx": "0860fb680717ce9bd7703c4eb99d28228e43276c147a321e0376d62b6b0643db",
        "Tasks to DWAs.xlsx": "294617a1e6cff5d3699003d90caa7ac74fa391e296cb97f26af63f40164d84a0",
        "IWA Reference.xlsx": "ee2d0239e45d6fb092d2380167975a2bbb24acccdaadbed3c5ea62e35ef4aa1f",
        "Occupation Data.xlsx": "13b2aa4c08e6c9a3708d5e5ac83e13da5cc184e3798313c8942a266d00593ace",
        "Job Zones.xlsx": "624daee1eeeab4cfb433590f59c2397519fad4d07dc63c70f37ae8d1c84a8fad",
        "Related Occupations.xlsx": "2b782e6ba8061c9111816a9a12cb519273115526ef2bfa3cce09f69852da2d42",
        "Skills.xlsx": "c7ad8c4fd9d541fc40a80627c93155c9419c7be1bb3721626de8c2e0be8d05f3",
        "Knowledge.xlsx": "d77557e8e68b90856b3b4930266c32aed467e294a967bcb7be1867b566a94d0c",
        f"{_EXPERIENCE}.xlsx": "34de6bee66d10aa1074773d642d6b51826780069dc3492465c11dff480cfccf5",
        f"{_EXPERIENCE} Categories.xlsx": "3d3e36a9cdbf13ebd2a2addd0cee875dbf7b65cbf5071a55b3c9ff53c84650f1",
        "Alternate Titles.csv": "7f6f2b53855bcb6308b7f90e0ee4a6f7b286dcef9b4f280bd7b8a4938217a874",
        "Sample of Reported Titles.csv": "db72678d14036f145a7970374911e5d1d5b185423adcc45d849518f774eddd93",
    },
    tables=(
        "occupations",
        "activities",
        "content",
        "reach",
        "related",
        "titles",
        "skills",
        "knowledge",
        "elements",
        "education",
        "education_categories",
        "task_words",
        "accuracy",
        "title_keys",
    ),  # fmt: skip
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of O*NET that reallocate computes from.

    folder : the folder that holds the database's files
    Returns `tasks` (onet_code, task_id, type), `task_activities` (onet_code, task_id, detailed),
    `activities` (activity, title), `intermediate` (intermediate, title), `occupations`
    (onet_code, title), `job_zones` (onet_code, job_zone [1–5]), `related` (onet_code,
    related_code, tier, index [rank]), `titles` (onet_code, title, kind), `demands` (onet_code,
    domain skill or knowledge, element, title, importance [1–5], level [0–7], imprecise), `education`
    (onet_code, scale, category, share [share of those asked], imprecise),
    `education_categories` (scale, category, title) and `task_texts` (onet_code, task_id, text):
    sentences, to count words in; they never ship.
    Source: O*NET 30.1 Database, USDOL/ETA, December 2025, CC BY 4.0.
    """
    tables = {name: _sheet(folder, sheet, columns) for name, (sheet, columns) in _AS_READ.items()}
    tables["tasks"]["type"] = tables["tasks"]["type"].str.lower().fillna("")
    return tables | {
        "activities": tables["activities"].drop_duplicates(ignore_index=True),
        "titles": _titles(folder, tables["occupations"]),
        "demands": pd.concat([_demands(folder, domain) for domain in _DOMAINS], ignore_index=True),
        "education": _education(folder),
        "education_categories": _education_categories(folder),
    }


def _sheet(folder: Path, name: str, columns: dict[str, str]) -> pd.DataFrame:
    table = pd.read_excel(folder / f"{name}.xlsx", engine="calamine", usecols=list(columns))
    return table.rename(columns=columns)[list(columns.values())]


def _titles(folder: Path, occupations: pd.DataFrame) -> pd.DataFrame:
    files = {
        "alternate": ("Alternate Titles.csv", "Alternate Title"),
        "reported": ("Sample of Reported Titles.csv", "Reported Job Title"),
    }
    parts = [occupations.assign(kind="official")]
    for kind, (name, column) in files.items():
        table = pd.read_csv(folder / name, usecols=[_CODE, column], keep_default_na=False)
        table = table.rename(columns={_CODE: "onet_code", column: "title"})
        parts.append(table[["onet_code", "title"]].assign(kind=kind))
    return pd.concat(parts, ignore_index=True)


def _demands(folder: Path, domain: str) -> pd.DataFrame:
    """Importance and level side by side; imprecise where O*NET recommends to suppress either."""
    columns = {
        _CODE: "onet_code", "Element ID": "element", "Element Name": "title", "Scale ID": "scale",
        "Data Value": "value", "Recommend Suppress": "suppress",
    }  # fmt: skip
    table = _sheet(folder, _DOMAINS[domain], columns)
    table["suppress"] = table["suppress"].eq("Y")
    keys = ["onet_code", "element", "title"]
    wide = table.pivot(index=keys, columns="scale", values="value")[["IM", "LV"]]
    wide = wide.set_axis(["importance", "level"], axis=1)
    wide["imprecise"] = table.groupby(keys)["suppress"].any()
    return wide.reset_index().assign(domain=domain)


def _education(folder: Path) -> pd.DataFrame:
    columns = {
        _CODE: "onet_code", "Scale ID": "scale", "Category": "category", "Data Value": "share",
        "Recommend Suppress": "imprecise",
    }  # fmt: skip
    table = _sheet(folder, _EXPERIENCE, columns)
    table = table[table["scale"].isin(_SCALES)].reset_index(drop=True).astype({"category": "int64"})
    return table.assign(
        scale=table["scale"].map(_SCALES), share=table["share"] / 100.0, imprecise=table["imprecise"].eq("Y")
    )


def _education_categories(folder: Path) -> pd.DataFrame:
    # The answer "None" is a category, not a gap.
    file = folder / f"{_EXPERIENCE} Categories.xlsx"
    table = pd.read_excel(file, engine="calamine", keep_default_na=False)
    table = table[table["Scale ID"].isin(_SCALES)].reset_index(drop=True)
    titles = table["Category Description"].str.split(" - ").str[0].str.strip()
    return pd.DataFrame(
        {
            "scale": table["Scale ID"].map(_SCALES),
            "category": table["Category"].astype("int64"),
            "title": titles,
        }
    )
