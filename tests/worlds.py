"""A small World for tests that need round, known figures: 12 occupations, 8 activities, 2 industries."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from reallocate.data.build.work_tables import _onet_keys
from reallocate.data.country import country
from reallocate.work.world import World

OCCUPATIONS = {
    "11-3021": ("Computer and Information Systems Managers", 600_000, 180_000, 4.0),
    "11-3031": ("Financial Managers", 800_000, 170_000, 4.0),
    "13-1031": ("Claims Adjusters, Examiners, and Investigators", 300_000, 80_000, 4.0),
    "13-2011": ("Accountants and Auditors", 1_400_000, 95_000, 4.0),
    "13-2053": ("Insurance Underwriters", 110_000, 90_000, 4.0),
    "15-1252": ("Software Developers", 1_600_000, 145_000, 4.0),
    "15-1253": ("Software Quality Assurance Analysts and Testers", 200_000, 105_000, 4.0),
    "15-2051": ("Data Scientists", 200_000, 120_000, 5.0),
    "43-3031": ("Bookkeeping, Accounting, and Auditing Clerks", 1_500_000, 50_000, 3.0),
    "43-4051": ("Customer Service Representatives", 2_800_000, 45_000, 2.0),
    "43-9041": ("Insurance Claims and Policy Processing Clerks", 250_000, 50_000, 2.0),
    "43-9061": ("Office Clerks, General", 2_500_000, 44_000, 2.0),
}
MAJOR = {
    "11-0000": "Management Occupations",
    "13-0000": "Business and Financial Operations Occupations",
    "15-0000": "Computer and Mathematical Occupations",
    "43-0000": "Office and Administrative Support Occupations",
}
ACTIVITIES = {
    "4.A.1.a.1": ("Getting Information", "routine analysis", "analysis", False),
    "4.A.2.a.4": ("Analyzing Data or Information", "specialist", "analysis", False),
    "4.A.2.b.2": ("Thinking Creatively", "specialist", "other", False),
    "4.A.2.b.6": ("Organizing, Planning, and Prioritizing Work", "managing", "other", False),
    "4.A.3.b.1": ("Working with Computers", "specialist", "code", False),
    "4.A.3.b.6": ("Documenting/Recording Information", "routine analysis", "writing", False),
    "4.A.4.a.8": ("Performing for or Working Directly with the Public", "specialist", "support", False),
    "4.A.4.b.1": ("Coordinating the Work and Activities of Others", "coordinating", "other", True),
}
SOURCES = ("people", "gpt4")
# Employment by industry; None was not released. Carriers employ 1,000 in all, publishers 500.
STAFFING = {
    "524100": {"11-3031": 50, "13-1031": 300, "13-2011": 80, "13-2053": 200, "15-1252": 90, "43-4051": 200,
               "43-9041": 50, "43-9061": None, "15-2051": 10},
    "513200": {"11-3021": 60, "15-1252": 300, "15-1253": 60, "15-2051": 40, "43-4051": 30, "43-9061": 10},
}  # fmt: skip
INDUSTRIES = [
    ("000000", "", "Cross-Industry", 0, 12_260_000, 0.0),
    ("513000", "513", "Publishing Industries", 3, 700, 0.0),
    ("513200", "5132", "Software Publishers", 4, 500, 0.0),
    ("524000", "524", "Insurance Carriers and Related Activities", 3, 1_500, 0.0),
    ("524100", "5241", "Insurance Carriers", 4, 1_000, 0.02),
    ("521100", "5211", "Monetary Authorities-Central Bank", 4, 20, 0.0),
]
TITLES = [
    ("software engineer", "15-1252", "alternate"),
    ("test engineer", "15-1253", "alternate"),
    ("claims handler", "13-1031", "reported"),
    # Either occupation may bear these two; the nation has five to one, the industries differ.
    ("claims analyst", "13-1031", "alternate"),
    ("claims analyst", "43-9041", "alternate"),
    ("analyst", "13-2011", "alternate"),
    ("analyst", "15-2051", "alternate"),
    ("ux designer (user experience designer)", "15-1253", "alternate"),
]


def small_world() -> World:
    """The small World; a new object at each call."""
    codes = sorted(OCCUPATIONS)
    occupations = _occupations(codes)
    content = np.array(
        [[1 + (3 * row + 5 * column) % 7 for column in range(8)] for row in range(12)], dtype=float
    )
    content /= content.sum(axis=1, keepdims=True)
    cells = np.array([[(row + 2 * column) % 10 / 10 for column in range(8)] for row in range(12)])
    augmentable = np.stack([cells * 0.8, cells])
    coords = {"occupation": codes, "activity": sorted(ACTIVITIES)}
    activities = pd.DataFrame.from_dict(
        ACTIVITIES, orient="index", columns=["title", "kind", "family", "coordination"]
    ).rename_axis("activity")
    reach = {"coords": {"source": list(SOURCES), **coords}, "dims": ["source", "occupation", "activity"]}
    return World(
        occupations=occupations,
        activities=activities.sort_index(),
        content=xr.DataArray(content, coords=coords, dims=["occupation", "activity"]),
        augmentable=xr.DataArray(augmentable, **reach),
        automatable=xr.DataArray(augmentable / 2, **reach),
        tables=_tables(occupations),
    )


def _occupations(codes: list[str]) -> pd.DataFrame:
    table = pd.DataFrame.from_dict(
        OCCUPATIONS, orient="index", columns=["title", "employment", "wage_mean", "job_zone"]
    ).loc[codes]
    table.index = pd.Index(codes, name="occupation")
    return country().flagged(table).assign(
        major_group=[code[:2] + "-0000" for code in codes],
        minor_group=[code[:4] + "000" for code in codes],
        broad_group=[code[:6] + "0" for code in codes],
        wage_mean=table["wage_mean"].astype(float),
        employment=table["employment"].astype(float),
        content_status=["filled" if code == "43-9061" else "observed" for code in codes],
        content_from="",
    )


def _tables(occupations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    groups = [(code, title, "major") for code, title in MAJOR.items()]
    staffing = [
        # Pay in an industry is a tenth above the nation's; that of the 15-2051 was not released.
        (industry, code, people, occupations.loc[code, "wage_mean"] * (1.0 if code == "15-2051" else 1.1),
         "filled" if code == "15-2051" else "observed")
        for industry, cells in STAFFING.items()
        for code, people in sorted(cells.items())
    ]  # fmt: skip
    official = [(str(title).lower(), code, "official") for code, title in occupations["title"].items()]
    titles = pd.DataFrame([*TITLES, *official], columns=["title", "occupation", "kind"])
    areas = [
        ("99", "Nation", "nation", ""),
        ("06", "California", "state", "CA"),
        ("0041940", "San Jose, CA", "metropolitan", "CA"),
    ]
    paid = [
        ("06", "15-1252", 300_000.0, 1.2),
        ("06", "43-4051", 100_000.0, 1.0),
        ("06", "13-2011", 50_000.0, None),
    ]
    return {
        "projections": pd.DataFrame(
            {"occupation": occupations.index, "exit_rate": 0.04, "transfer_rate": 0.06}
        ),
        "groups": pd.DataFrame(groups, columns=["code", "title", "level"]),
        "staffing": pd.DataFrame(
            staffing, columns=["industry", "occupation", "employment", "wage_mean", "wage_status"]
        ).assign(wage_p50=lambda table: table["wage_mean"]),
        "industries": pd.DataFrame(
            INDUSTRIES, columns=["industry", "naics", "title", "level", "employment", "suppressed_share"]
        ),
        "titles": titles,
        "title_keys": _onet_keys(titles),
        "areas": pd.DataFrame(areas, columns=["area", "title", "areatype", "state"]),
        "area_employment": pd.DataFrame(
            [
                (area, code, people, None if ratio is None else occupations.loc[code, "wage_mean"] * ratio)
                for area, code, people, ratio in paid
            ],
            columns=["area", "occupation", "employment", "wage_mean"],
        ),
    }
