"""Handa et al. 2025: use that augments against use that automates."""

from __future__ import annotations

import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained

_FILE = "open/anthropic-economic-index/release_2025_02_10/automation_vs_augmentation.csv"
_AUGMENTS = ("learning", "task iteration", "validation")
_AUTOMATES = ("directive", "feedback loop")


def replicate(context: EvidenceContext) -> Found:
    """The split of use.

    context : with the release's file, which does not ship whole
    """
    file = context.file(_FILE)
    if file is None:
        return {}
    share = pd.read_csv(file, index_col="interaction_type")["pct"]
    classified = float(share.drop("none").sum())
    says = f"one vendor's use; {share['none']:.1f}% of it was not classified"
    return {
        name: Obtained(100 * float(share[list(kinds)].sum()) / classified, says)
        for name, kinds in (("augmentation", _AUGMENTS), ("automation", _AUTOMATES))
    }
