"""Fit the nation's labour market anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reallocate.data.bundle import load_tables
from reallocate.face.out import finished, free_folder
from reallocate.face.progress import Progress, shown
from reallocate.face.spelling import python_errors
from reallocate.face.study_result import study_result
from reallocate.result.result import Result
from reallocate.study.calibration import run
from reallocate.study.calibration.folder import KIND, as_object, save_calibration


@python_errors
def calibrate(out: str | Path | None = None, progress: Progress = True) -> Result:
    """Fit the labour market of the United States to 2001 to 2019 and check the fit; takes minutes.

    out : folder to save the result in; checked before the work
    progress : `False` for none, or a function that is called with each stage
    """
    folder = free_folder(out, KIND)
    with shown(progress) as say:
        return finished(calibration_result(run.calibrate(load_tables(), say)), folder)


def calibration_result(found: Any) -> Result:
    """A calibration as a result."""
    from reallocate.economy.charts.market_fit import FIT_CHARTS
    from reallocate.report.html import still
    from reallocate.report.market.calibration_card import print_calibration
    from reallocate.report.theme import themed

    return study_result(
        found,
        KIND,
        as_object(found),
        lambda console, place: print_calibration(found, console, place),
        lambda: {f"{name}.svg": still(themed(found.chart(name)), name).encode() for name in FIT_CHARTS},
        lambda folder, files: save_calibration(found, folder, files),
        {},
    )
