"""Published figures beside the figures computed here."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.command_line import command_line, recorded
from reallocate.api.out import finished, free_folder
from reallocate.api.progress import Progress, shown
from reallocate.api.spelling import python_errors
from reallocate.claims.evidence.context import EvidenceContext, sources_folder
from reallocate.claims.evidence.page import SCORECARD, scorecard_result
from reallocate.claims.evidence.scorecard import score
from reallocate.data.bundle import load_world
from reallocate.kernel.options import Assignments
from reallocate.kernel.parameters import own_parameters
from reallocate.render.result import Result


@python_errors
@recorded("scorecard", "names")
def scorecard(
    *names: str,
    sources: str | Path | None = None,
    set: Assignments | None = None,
    out: str | Path | None = None,
    progress: Progress = True,
) -> Result:
    """Published figures, computed again, misses included.

    names : papers or single figures, described in full; all by default
    sources : folder of source files whose data may not ship; by default the folder that the environment
        variable REALLOCATE_SOURCE_DATA names
    set : assumptions by name, such as {"capture_augmented": 0.4}
    out : folder to save the result in; checked before the work
    progress : `False` for none, or a function that is called with each stage
    Raises `UnknownName` for each paper or figure that is not known.
    """
    parameters = own_parameters(set, ("scorecard",))
    place = free_folder(out, SCORECARD)
    folder = sources_folder(None if sources is None else Path(sources))
    with shown(progress) as say:
        found = score(EvidenceContext(load_world(), parameters, folder, say), names or None)
    return finished(scorecard_result(found, parameters, bool(names), command_line()), place)
