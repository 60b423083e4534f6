"""What public data say of the way from AI to hires, separations, unemployment and pay."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.command_line import command_line, recorded
from reallocate.api.out import finished, free_folder
from reallocate.api.progress import Progress, shown
from reallocate.api.spelling import python_errors
from reallocate.claims.estimates.findings import Estimates
from reallocate.claims.estimates.outside import at_hand
from reallocate.claims.estimates.page import ESTIMATES, estimates_result
from reallocate.claims.evidence.context import sources_folder
from reallocate.data.bundle import load_world
from reallocate.render.result import Result


@python_errors
@recorded("estimates")
def estimates(
    *,
    sources: str | Path | None = None,
    out: str | Path | None = None,
    progress: Progress = True,
) -> Result:
    """What public data say of AI, hires, separations, unemployment and pay; limits of what they show.

    sources : folder of source files; figures from series that may not ship are computed again from it. By
        default they stand as they were computed once
    out : folder to save the result in; checked before the work
    progress : `False` for none, or a function that is called with each stage
    """
    place = free_folder(out, ESTIMATES)
    folder = None if sources is None else sources_folder(Path(sources))
    with shown(progress) as say:
        say("Estimates of the shipped tables")
        found = Estimates(load_world(), at_hand(folder))
        result = estimates_result(found, folder is not None, command_line())
    return finished(result, place)
