"""Fit the nation's labour market anew."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.out import finished, free_folder
from reallocate.api.progress import Progress, shown
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import load_world
from reallocate.market.calibration import page as run
from reallocate.market.calibration.page import CALIBRATION
from reallocate.render.result import Result


@python_errors
def calibrate(out: str | Path | None = None, progress: Progress = True) -> Result:
    """Fit the labour market of the United States to 2001 to 2019 and check the fit; takes minutes.

    out : folder to save the result in; checked before the work
    progress : `False` for none, or a function that is called with each stage
    """
    folder = free_folder(out, CALIBRATION)
    with shown(progress) as say:
        return finished(run.calibrate(load_world(), say), folder)
