"""Published figures beside the figures computed here."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.evidence.ground import Ground, sources_folder
from reallocate.evidence.scorecard import score
from reallocate.face.progress import Progress, shown
from reallocate.face.spelling import python_errors
from reallocate.face.study_result import Tabular, study_result
from reallocate.result import folder as folders
from reallocate.result.manifest import json_bytes
from reallocate.result.result import Result
from reallocate.scenario.assignments import Assignments, own_parameters

KIND = folders.Kind("scorecard", "a scorecard", "scorecard.json", "reallocate scorecard")


@python_errors
def scorecard(
    *names: str,
    sources: str | Path | None = None,
    set: Assignments = None,
    progress: Progress = True,
) -> Result:
    """Published figures, computed again, misses included.

    names : papers or single figures, described in full; all by default
    sources : folder of source files whose data may not ship; by default the folder that the environment
        variable REALLOCATE_SOURCE_DATA names
    set : assumptions by name, such as {"capture": 0.4}
    progress : `False` for none, or a function that is called with each stage
    Raises `UnknownName` for each paper or figure that is not known.
    """
    from reallocate.report.terminal_evidence import print_scorecard

    parameters = own_parameters(set)
    folder = sources_folder(None if sources is None else Path(sources))
    with shown(progress) as say:
        found = score(Ground(load_world(), parameters, folder, say), names or None)
    rows = found.json()
    study = Tabular(
        {"title": "The scorecard", "version": version("reallocate")}, {"scorecard": pd.DataFrame(rows)}
    )
    return study_result(
        study,
        KIND,
        rows,
        lambda console, place: print_scorecard(found, console, bool(names)),
        dict,
        lambda place, files: folders.save_result(
            place, KIND, {KIND.record: json_bytes({"scorecard": rows}), **files}
        ),
        {},
    )
