"""Eloundou et al.: people's and GPT-4's labels of every O*NET task, for exposure and automation."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_CODE = "O*NET-SOC Code"
_KEYS = {_CODE: "onet_code", "Task ID": "task_id"}
_EXPOSURE = {
    "human_labels": "people_exposure",
    "gpt4_exposure": "gpt4_exposure",
    "gpt4_exposure_alt_rubric": "gpt4_second_exposure",
    "gpt4_automation": "gpt4_automation",
}
_AUTOMATION = {"gpt4_automation": "gpt4_second_automation", "human_automation": "people_automation"}
_PUBLISHED = {
    f"{theirs}_rating_{their_score}": f"{ours}_{our_score}"
    for theirs, ours in (("human", "people"), ("dv", "gpt4"))
    for their_score, our_score in (("alpha", "alpha"), ("beta", "beta"), ("gamma", "zeta"))
}

PACK = Pack(
    name="gpts-are-gpts",
    folder="gpts-are-gpts",
    title="Labels of exposure and automation for every O*NET task",
    citation=(
        "Eloundou, Manning, Mishkin, Rock 2023, GPTs are GPTs, arXiv:2303.10130; Science 384:1306 (2024)"
    ),
    licence="MIT (Copyright 2024 OpenAI)",
    vintage="2023",
    files={
        "full_labelset.tsv": "094378905e1f3349e50a9a83dc69643a2ef227954d611c8316a46da08cb3d8de",
        "automation_gpt4_human_labels.tsv": (
            "ae864ef28347b6c516284fdef4ff2c6deccc13ea0b3439b7be056de7c3a02692"
        ),
        "occ_level.csv": "40c74f53de40aec91c0017d80690cbba915f83a8bb414bcf2f884692f1749acb",
    },
    tables=("reach", "scores", "accuracy"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Labels by task and the published scores by occupation; no task sentences.

    folder : the folder that holds the repository's data files
    Returns `labels` (onet_code, task_id, type, and one column a labelling: E0, E1, E2 for
    exposure, T0 to T4 for automation; people labelled automation for 100 tasks only) and
    `published` (onet_code and six scores, alpha, beta, zeta by people and by GPT-4; the
    file calls zeta gamma).
    Source: Eloundou, Manning, Mishkin, Rock 2023, arXiv:2303.10130; Science 384:1306; MIT licence.
    """
    exposure = exposure_labels(folder / "full_labelset.tsv")
    automation = _labels(folder / "automation_gpt4_human_labels.tsv", _KEYS | _AUTOMATION)
    labels = exposure.merge(automation, on=["onet_code", "task_id"], how="outer", validate="one_to_one")
    labels["people_automation"] = labels["people_automation"].fillna("")
    return {"labels": labels, "published": published_scores(folder / "occ_level.csv")}


def exposure_labels(file: Path) -> pd.DataFrame:
    """Labels by task without those of automation by people.

    file : full_labelset.tsv
    Returns onet_code, task_id, type, and one column a labelling.
    """
    exposure = _labels(file, {**_KEYS, "Task Type": "type", **_EXPOSURE})
    return exposure.assign(type=exposure["type"].str.lower().fillna(""))


def _labels(file: Path, columns: dict[str, str]) -> pd.DataFrame:
    rows = pd.read_csv(file, sep="\t", usecols=list(columns)).rename(columns=columns)
    return rows[list(columns.values())].astype({"task_id": "int64"})


def published_scores(file: Path) -> pd.DataFrame:
    """The six published scores of every occupation.

    file : occ_level.csv
    Returns onet_code and one column a score.
    """
    published = pd.read_csv(file, usecols=[_CODE, *_PUBLISHED])
    return published.rename(columns={_CODE: "onet_code", **_PUBLISHED})[["onet_code", *_PUBLISHED.values()]]
