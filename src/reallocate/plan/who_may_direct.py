"""Which of a firm's roles may direct AI systems beside their other work (P6)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.work.firm import Firm

SENIOR_ZONE = 4


def may_direct(
    firm: Firm, order: npt.NDArray[np.int64], levels: tuple[str, ...], least: float
) -> npt.NDArray[np.bool_]:
    """Whether people of each role may direct AI; (role).

    firm : roles and content
    order : (role) the order in which roles are taken
    levels : of the role table whose people may; without any it is roles of job zone 4 and above that direct
        others for so many of their hours
    least : [share of hours] by the narrow direction index
    A role is judged by its own work alone: neither the other roles nor how a table is cut into rows count.
    """
    table = firm.roles.iloc[order]
    if levels:
        named = {level.casefold() for level in levels}
        return table["level"].astype(str).str.casefold().isin(named).to_numpy(bool)
    direction = firm.direction[order]
    senior = table["job_zone"].to_numpy(float) >= SENIOR_ZONE
    return (direction > 0) & (direction >= least) & senior
