"""Which of a firm's roles may direct AI systems beside their other work (P6)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.work.direction import direction_index
from reallocate.work.firm import Firm

SENIOR_ZONE = 4
MOST = 0.8
"""Quantile of the direction index from which on a role directs others most."""


def may_direct(firm: Firm, order: npt.NDArray[np.int64], levels: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Whether people of each role may direct AI; (role).

    firm : roles and content
    order : (role) the order in which roles are taken
    levels : of the role table whose people may; without any it is the fifth of roles that direct others
        most, of job zone 4 and above
    """
    table = firm.roles.iloc[order]
    if levels:
        named = {level.casefold() for level in levels}
        return table["level"].astype(str).str.casefold().isin(named).to_numpy(bool)
    direction = direction_index(firm.content).sel(width="narrow").isel(role=order).to_numpy()
    most = (direction > 0) & (direction >= np.quantile(direction, MOST))
    found: npt.NDArray[np.bool_] = most & (table["job_zone"].to_numpy(float) >= SENIOR_ZONE)
    return found
