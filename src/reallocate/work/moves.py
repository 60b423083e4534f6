"""Moves a firm can offer: from which role to which, in how long and at what cost."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

MOVE_COLUMNS = ("origin", "target", "training_weeks", "training_cost", "ramp_up_weeks", "basis")


@dataclass(frozen=True, eq=False)
class Moves:
    """The feasible moves between roles.

    table : (move) origin and target role, training_weeks [weeks] before the move, on the old pay,
        training_cost [USD/person] without that pay, ramp_up_weeks [weeks] from the move until fully
        productive, over which half of the new pay is lost, basis (what makes the move feasible:
        observed mobility, related occupation, same broad group)
    """

    table: pd.DataFrame

    def __post_init__(self) -> None:
        missing = [column for column in MOVE_COLUMNS if column not in self.table.columns]
        if missing:
            raise ValueError(f"moves lack the columns {', '.join(missing)}")
