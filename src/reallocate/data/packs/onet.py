"""O*NET 30.1: what people in each occupation do, how it is prepared for, and what it is called."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.manifest import Pack

CODE = "O*NET-SOC Code"

PACK = Pack(
    name="onet-30.1",
    folder="onet-30.1",
    title="O*NET 30.1: tasks, activities, job zones, titles",
    citation=(
        "O*NET 30.1 Database, U.S. Department of Labor, Employment and Training Administration "
        "(USDOL/ETA), December 2025; modified by reallocate: activities and titles are mapped to "
        "SOC 2018 occupations"
    ),
    licence="CC BY 4.0 (O*NET is a trademark of USDOL/ETA, which has not approved or endorsed the changes)",
    vintage="December 2025",
    origin="https://www.onetcenter.org/database.html",
    units={"job_zone": "zone 1 to 5", "index": "rank", "type": "core or supplemental"},
    files={
        "Task Statements.xlsx": "0860fb680717ce9bd7703c4eb99d28228e43276c147a321e0376d62b6b0643db",
        "Tasks to DWAs.xlsx": "294617a1e6cff5d3699003d90caa7ac74fa391e296cb97f26af63f40164d84a0",
        "IWA Reference.xlsx": "ee2d0239e45d6fb092d2380167975a2bbb24acccdaadbed3c5ea62e35ef4aa1f",
        "Occupation Data.xlsx": "13b2aa4c08e6c9a3708d5e5ac83e13da5cc184e3798313c8942a266d00593ace",
        "Job Zones.xlsx": "624daee1eeeab4cfb433590f59c2397519fad4d07dc63c70f37ae8d1c84a8fad",
        "Related Occupations.xlsx": "2b782e6ba8061c9111816a9a12cb519273115526ef2bfa3cce09f69852da2d42",
        "Alternate Titles.csv": "7f6f2b53855bcb6308b7f90e0ee4a6f7b286dcef9b4f280bd7b8a4938217a874",
        "Sample of Reported Titles.csv": "db72678d14036f145a7970374911e5d1d5b185423adcc45d849518f774eddd93",
    },
    tables=("occupations", "activities", "content", "reach", "related", "titles"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of O*NET that reallocate computes from; no task sentences.

    folder : the folder that holds the database's files
    Returns `tasks` (onet_code, task_id, type), `task_activities` (onet_code, task_id, detailed),
    `activities` (activity, title), `intermediate` (intermediate, title), `occupations`
    (onet_code, title), `job_zones` (onet_code, job_zone [1–5]), `related` (onet_code,
    related_code, tier, index [rank]) and `titles` (onet_code, title, kind).
    Source: O*NET 30.1 Database, USDOL/ETA, December 2025, CC BY 4.0.
    """
    return {
        "tasks": _tasks(folder),
        "task_activities": _task_activities(folder),
        "activities": _activities(folder),
        "intermediate": _intermediate(folder),
        "occupations": _occupations(folder),
        "job_zones": _job_zones(folder),
        "related": _related(folder),
        "titles": _titles(folder),
    }


def _sheet(folder: Path, name: str, columns: dict[str, str]) -> pd.DataFrame:
    table = pd.read_excel(folder / f"{name}.xlsx", engine="calamine", usecols=list(columns))
    return table.rename(columns=columns)[list(columns.values())]


def _tasks(folder: Path) -> pd.DataFrame:
    columns = {CODE: "onet_code", "Task ID": "task_id", "Task Type": "type"}
    table = _sheet(folder, "Task Statements", columns)
    return table.assign(type=table["type"].str.lower().fillna(""))


def _task_activities(folder: Path) -> pd.DataFrame:
    columns = {CODE: "onet_code", "Task ID": "task_id", "DWA ID": "detailed"}
    return _sheet(folder, "Tasks to DWAs", columns)


def _activities(folder: Path) -> pd.DataFrame:
    columns = {"Element ID": "activity", "Element Name": "title"}
    return _sheet(folder, "IWA Reference", columns).drop_duplicates(ignore_index=True)


def _intermediate(folder: Path) -> pd.DataFrame:
    return _sheet(folder, "IWA Reference", {"IWA ID": "intermediate", "IWA Title": "title"})


def _occupations(folder: Path) -> pd.DataFrame:
    return _sheet(folder, "Occupation Data", {CODE: "onet_code", "Title": "title"})


def _job_zones(folder: Path) -> pd.DataFrame:
    return _sheet(folder, "Job Zones", {CODE: "onet_code", "Job Zone": "job_zone"})


def _related(folder: Path) -> pd.DataFrame:
    columns = {
        CODE: "onet_code",
        "Related O*NET-SOC Code": "related_code",
        "Relatedness Tier": "tier",
        "Index": "index",
    }
    return _sheet(folder, "Related Occupations", columns)


def _titles(folder: Path) -> pd.DataFrame:
    files = {
        "alternate": ("Alternate Titles.csv", "Alternate Title"),
        "reported": ("Sample of Reported Titles.csv", "Reported Job Title"),
    }
    parts = [_occupations(folder).assign(kind="official")]
    for kind, (name, column) in files.items():
        table = pd.read_csv(folder / name, usecols=[CODE, column], keep_default_na=False)
        table = table.rename(columns={CODE: "onet_code", column: "title"})
        parts.append(table[["onet_code", "title"]].assign(kind=kind))
    return pd.concat(parts, ignore_index=True)
