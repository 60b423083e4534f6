"""Handa et al. 2025: use that augments against use that automates."""

from __future__ import annotations

import pandas as pd

from reallocate.evidence.ground import Ground
from reallocate.evidence.scorecard import Found, Obtained

FILE = "open/anthropic-economic-index/release_2025_02_10/automation_vs_augmentation.csv"
AUGMENTS = ("learning", "task iteration", "validation")


def replicate(ground: Ground) -> Found:
    """The split of use.

    ground : with the release's file, which does not ship whole
    """
    file = ground.file(FILE)
    if file is None:
        return {}
    share = pd.read_csv(file, index_col="interaction_type")["pct"]
    classified = float(share.drop("none").sum())
    augments = 100 * float(share[list(AUGMENTS)].sum()) / classified
    return {"augmentation": Obtained(augments, f"automation {100 - augments:.1f}%; one vendor's use")}
