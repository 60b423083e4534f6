"""Anthropic Economic Index, June 2026: use of Claude by occupation in chat, and by major group by API."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_OCCUPATIONS = "aei_2026_06_occupation.csv"
_GROUPS = {"chat": "aei_soc_major.csv", "api": "aei_api_soc_major.csv"}
_PERCENT = 100.0

PACK = Pack(
    name="aei-2026-06",
    folder="aei-2026-06",
    title="Use of Claude by occupation, chat and API apart",
    citation="Anthropic Economic Index, release of 26 June 2026",
    licence="CC BY",
    vintage="April and May 2026",
    files={
        _OCCUPATIONS: "a07dcc11020ee3a54f9c6003405c99d957281dcddcf539582258673c4077dcd7",
        _GROUPS["chat"]: "4b1f52f498470eaade3d2613da449677236ee4917f8a662a22e0e91f0d4cf0b3",
        _GROUPS["api"]: "4d50470d628ee4b72b6716ae7db52dd9b5d9b02e2cadcbcc6a5b7b616dee64ca",
    },
    tables=("claude_use",),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Who uses Claude for which occupation's tasks: use of tasks, not of workers.

    folder : the source's own folder
    Returns `occupations` (onet_code, occupation: SOC 2018; use, automation [share], autonomy [1–5],
    hours_alone, hours_with_ai [hours a task, a model's estimate], small_cell), of chat, and `groups`
    (channel: chat or api; title, use, automation, autonomy). Chat and API are never pooled.
    """
    rows = pd.read_csv(folder / _OCCUPATIONS)
    return {
        "occupations": pd.DataFrame(
            {
                "onet_code": rows["onetsoc_code"],
                "occupation": rows["soc2018"],
                "use": rows["usage_pct"] / _PERCENT,
                "automation": rows["automation_pct"] / _PERCENT,
                "autonomy": rows["ai_autonomy_1to5"],
                "hours_alone": rows["human_only_hours"],
                "hours_with_ai": rows["human_with_ai_hours"],
                "small_cell": rows["small_cell"].eq(1),
            }
        ),
        "groups": pd.concat([_groups(folder / file, name) for name, file in _GROUPS.items()]),
    }


def _groups(path: Path, channel: str) -> pd.DataFrame:
    rows = pd.read_csv(path)
    return pd.DataFrame(
        {
            "channel": channel,
            "title": rows["node_name"],
            "use": rows["pct"] / _PERCENT,
            "automation": rows["collaboration_bucket_automation_pct"] / _PERCENT,
            "autonomy": rows["ai_autonomy_mean"],
        }
    )
