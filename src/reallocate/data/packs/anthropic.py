"""Handa et al.: the share of Claude conversations that fall on each O*NET task, February 2025."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_CODE = "O*NET-SOC Code"

PACK = Pack(
    name="anthropic-economic-index",
    folder="anthropic-economic-index/release_2025_02_10",
    title="Claude conversations by O*NET task",
    citation=(
        "Handa et al. 2025, Which Economic Tasks are Performed with AI?, arXiv:2503.04761; "
        "Anthropic Economic Index"
    ),
    licence="MIT; O*NET parts CC BY 4.0",
    vintage="release of 10 February 2025",
    files={
        "onet_task_mappings.csv": "8de89c99f762146c9e46b2202c3501e2a14f11c5b44c61c8007021127b6c676e",
        "onet_task_statements.csv": "82e4c418dc08475ef1263ad1e8c66ffa3357291370cd35ee1065ecea590597ec",
        "automation_vs_augmentation.csv": "d1e264882b17618db4f4a00b6f87f48134222bc5c15eefb3d46aae9519e89d11",
    },
    tables=("reach", "scores"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Usage by task joined to occupations, and how people used it.

    folder : the release's folder
    Returns `usage` (onet_code_2010, task_id, share [share of all conversations], one row a task of an
    occupation), `described` (onet_code_2010, those whose tasks conversations could fall on),
    `unassigned` (text, share of conversations on no task) and `interaction` (type, share).
    The release's usage file carries task text and no code: text is joined in lower case without its
    final full stop; a text that several occupations share is split equally among them, else it would
    count twice. The release's own task list is in O*NET-SOC 2010 codes, not 2019.
    Source: Handa et al. 2025, arXiv:2503.04761; MIT, O*NET parts CC BY 4.0.
    """
    usage = pd.read_csv(folder / "onet_task_mappings.csv", keep_default_na=False)
    usage["text"] = _text_key(usage["task_name"])
    tasks = pd.read_csv(folder / "onet_task_statements.csv", usecols=[_CODE, "Task ID", "Task"])
    tasks["text"] = _text_key(tasks["Task"])
    joined = tasks.merge(usage[["text", "pct"]], on="text", how="inner", validate="many_to_one")
    owners = joined.groupby("text")["text"].transform("size")
    joined["share"] = joined["pct"] / owners / 100.0
    joined = joined.rename(columns={_CODE: "onet_code_2010", "Task ID": "task_id"})
    keys = ["onet_code_2010", "task_id"]
    left = usage[~usage["text"].isin(tasks["text"])].reset_index(drop=True)
    interaction = pd.read_csv(folder / "automation_vs_augmentation.csv", keep_default_na=False)
    return {
        "usage": joined[[*keys, "share"]].sort_values(keys, ignore_index=True),
        "described": pd.DataFrame({"onet_code_2010": sorted(tasks[_CODE].unique())}),
        "unassigned": pd.DataFrame({"text": left["task_name"], "share": left["pct"] / 100.0}),
        "interaction": pd.DataFrame(
            {"type": interaction["interaction_type"], "share": interaction["pct"] / 100.0}
        ),
    }


def _text_key(text: pd.Series) -> pd.Series:
    return text.str.lower().str.strip().str.rstrip(".").str.strip()
