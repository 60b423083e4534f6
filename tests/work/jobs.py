"""A World of three occupations and two activities whose hours, past and pay are round figures."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from reallocate.work.world import World

CODES = ["11-1011", "43-4051", "47-2031"]
ACTIVITIES = ["4.A.2.a.4", "4.A.4.a.8"]
SOURCES = ["people", "gpt4", "people-direct", "gpt4-direct", "claude-usage"]
SHARES = [[0.5, 0.5], [0.25, 0.75], [1.0, 0.0]]
REACH = {
    "people": [[0.8, 0.4], [0.4, 0.2], [0.0, 0.0]],
    "gpt4": [[1.0, 0.6], [0.8, 0.2], [0.2, 0.0]],
    "people-direct": [[0.8, 0.4], [0.4, 0.2], [0.0, 0.0]],
    "gpt4-direct": [[1.0, 0.6], [0.8, 0.2], [0.2, 0.0]],
    "claude-usage": [[0.9, 0.1], [0.5, 0.1], [0.1, 0.0]],
}
# Jobs that others are compared with: of 10,000 people each, exposed evenly, growing like the three.
OTHERS = [f"99-{1000 + number}" for number in range(120)]
STATUS = {"11-1011": "observed", "43-4051": "filled", "47-2031": "observed"}


def three_jobs() -> World:
    """The World; a new object at each call."""
    occupations = pd.DataFrame(
        {
            "title": ["Chiefs", "Clerks", "Carpenters"],
            "employment": [1_000.0, 3_000.0, 2_000.0],
            "wage_mean": [200_000.0, 40_000.0, 60_000.0],
            **{
                f"wage_p{place}": [100_000.0 + place, 30_000.0 + place, 50_000.0 + place]
                for place in (10, 25, 50, 75, 90)
            },
            "wage_status": ["observed", "observed", "filled"],
            "wage_top_coded": [True, False, False],
            "content_status": list(STATUS.values()),
            "content_from": ["", "43-4050", ""],
        },
        index=pd.Index(CODES, name="occupation"),
    )
    coords = {"occupation": CODES, "activity": ACTIVITIES}
    reach = xr.DataArray(
        [REACH[source] for source in SOURCES], coords={"source": SOURCES, **coords}, dims=["source", *coords]
    )
    return World(
        occupations=occupations,
        activities=pd.DataFrame(
            {"title": ["Analyzing", "Serving"], "kind": ["routine analysis", "specialist"]},
            index=pd.Index(ACTIVITIES, name="activity"),
        ),
        content=xr.DataArray(SHARES, coords=coords, dims=list(coords)),
        augmentable=reach,
        automatable=reach / 2,
        tables=_reach_and_past() | _places(),
    )


def _reach_and_past() -> dict[str, pd.DataFrame]:
    reach = [
        (source, code, activity, "rescaled" if source == "claude-usage" else STATUS[code])
        for source in SOURCES
        for code, shares in zip(CODES, SHARES, strict=True)
        for activity, share in zip(ACTIVITIES, shares, strict=True)
        if share > 0
    ]
    history = [
        (code, year, size * (1 + 0.1 * step), 2.0, pay * (1 + 0.05 * step), 1.0, status)
        for code, size, pay in (
            ("11-1011", 10_000, 100_000),
            ("43-4051", 60_000, 40_000),
            ("47-2031", 30_000, 50_000),
            *((code, 10_000, 50_000) for code in OTHERS),
        )
        for step, (year, status) in enumerate(
            [
                (2017, "split" if code == "47-2031" else "direct"),
                (2019, "bridged" if code == "43-4051" else "direct"),
                (2022, "direct"),
                (2025, "direct"),
            ]
        )
    ]
    exposed = dict(zip(CODES, (0.9, 0.5, 0.1), strict=True)) | {
        code: place / 120 for place, code in enumerate(OTHERS)
    }
    scores = [(source, code, score) for source in SOURCES for code, score in exposed.items()]
    return {
        "reach": pd.DataFrame(reach, columns=["source", "occupation", "activity", "status"]),
        "history": pd.DataFrame(
            history,
            columns=["occupation", "year", "employment", "employment_rse", "wage_mean", "wage_rse", "status"],
        ),
        "scores": pd.DataFrame(scores, columns=["source", "occupation", "score"]),
        "prices": pd.DataFrame(
            {
                "month": ["2017-05", "2019-05", "2022-05", "2025-05", "2025-06"],
                "index": [80.0, 85.0, 96.0, 100.0, 101.0],
            }
        ),
        "accuracy": pd.DataFrame(
            [
                (way, label, source, 0.9, 0.1, 798)
                for way in ("activities", "text")
                for label in ("augmentable", "automatable")
                for source in (
                    "people",
                    "gpt4",
                    "gpt4-second-rubric",
                    "gpt4-second-automation",
                    "people-direct",
                    "gpt4-direct",
                )
            ],
            columns=["way", "label", "source", "correlation", "mean_absolute_error", "counted"],
        ),
    }


def _places() -> dict[str, pd.DataFrame]:
    pay = ("wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90", "wage_mean")
    areas = [
        ("00", "National", "nation", ""),
        ("06", "California", "state", "California"),
        ("41", "San Jose, CA", "metropolitan", "California"),
        ("99", "Nowhere, ZZ", "metropolitan", "Elsewhere"),
    ]
    area_pay = [
        ("41", "11-1011", 50.0, [None] * 6, True),
        ("06", "11-1011", 500.0, [150_000.0] * 6, False),
        ("41", "43-4051", 90.0, [45_000.0] * 6, False),
        ("06", "43-4051", 900.0, [44_000.0] * 6, False),
        ("41", "47-2031", None, [None] * 6, False),
    ]
    return {
        "areas": pd.DataFrame(areas, columns=["area", "title", "areatype", "state"]),
        "area_employment": pd.DataFrame(
            [
                {"area": area, "occupation": code, "employment": people, "wage_top_coded": high}
                | dict(zip(pay, wages, strict=True))
                for area, code, people, wages, high in area_pay
            ]
        ),
        "projections": pd.DataFrame(
            {
                "occupation": CODES,
                "employment_2024": [1_100.0, 3_000.0, 2_500.0],
                "employment_2034": [1_200.0, 2_700.0, 2_600.0],
                "exit_rate": [0.02, 0.05, 0.03],
                "transfer_rate": [0.03, 0.08, 0.04],
                "openings": [0.0, 360.0, 200.0],
                "self_employed_share": [0.1, None, 0.3],
            }
        ),
    }
