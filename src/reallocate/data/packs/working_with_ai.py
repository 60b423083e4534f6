"""Tomlinson et al.: how far Copilot conversations reach into each occupation's activities."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_SIDES = ("user", "ai")
_MEASURES = ("share", "completion", "impact_scope")

PACK = Pack(
    name="working-with-ai",
    folder="working-with-ai",
    title="Applicability of Copilot by occupation",
    citation="Tomlinson, Jaffe, Wang, Counts, Suri 2025, Working with AI, arXiv:2507.07935",
    licence="CC BY 4.0",
    vintage="v1.0, usage of 2024",
    files={
        "soc_ai_applicability_scores.csv": "2a077dbe90ff377813adac04b2acef6aee51c4b13505a4760ea84ca3efc9039a",
        "iwa_metrics.csv": "524f718dba31c987f0d04b55d81fac84f95533a143dfb780e04e63fb831abcf2",
        "soc_iwa_weights.csv": "f6467d16e4af622eca06ce07b3d9b12519998ca9504743e7f08c629592771891",
    },
    tables=("reach", "scores"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Applicability by occupation, and what it is computed from.

    folder : the folder that holds the repository's data files
    Returns `scores` (occupation, score), `intermediate` (intermediate activity, side user or ai,
    share of conversations, completion rate, impact_scope) and `weights` (occupation,
    intermediate, weight > 0; rows do not sum to 1).
    Source: Tomlinson et al. 2025, Working with AI, arXiv:2507.07935; CC BY 4.0. Usage, not capability.
    """
    scores = pd.read_csv(folder / "soc_ai_applicability_scores.csv")
    scores = scores.rename(columns={"SOC Code": "occupation", "ai_applicability_score": "score"})
    wide = pd.read_csv(folder / "iwa_metrics.csv").rename(columns={"IWA": "intermediate"})
    sides = [
        wide[["intermediate", *(f"{name}_{side}" for name in _MEASURES)]]
        .set_axis(["intermediate", *_MEASURES], axis=1)
        .assign(side=side)
        for side in _SIDES
    ]
    weights = pd.read_csv(folder / "soc_iwa_weights.csv").rename(columns={"SOC Code": "occupation"})
    weights = weights.melt("occupation", var_name="intermediate", value_name="weight")
    weights = weights[weights["weight"] > 0].sort_values(["occupation", "intermediate"], ignore_index=True)
    return {
        "scores": scores[["occupation", "score"]],
        "intermediate": pd.concat(sides, ignore_index=True),
        "weights": weights,
    }
