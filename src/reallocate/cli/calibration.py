"""What `simulate --calibrate` does: the nation's market fitted anew, as a summary, a folder or one object."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reallocate.cli.progress import progress
from reallocate.cli.results import Answer, give


def calibrate_nation(given: Mapping[str, Any], out: Path | None, as_json: bool) -> None:
    """Fit the nation's market and say how near it is.

    given : what else stands in the command, by the names of the options; `InputError` where there is any
    out : folder for tables, charts and values
    as_json : print one object on standard output instead
    """
    from reallocate.errors import InputError, Problem
    from reallocate.result.folder import must_be_free
    from reallocate.study.calibration.folder import KIND

    others = [name for name, value in given.items() if value not in (None, [], ())]
    if others:
        what = f"{', '.join(others)} does not go with --calibrate"
        why = "It fits the market of the nation, at settings that do not change, to what was observed."
        raise InputError(
            Problem(what, "--calibrate", "Leave it out, or simulate without --calibrate.", why=why)
        )
    if out is not None:
        must_be_free(out, KIND)
    with progress() as say:
        answer = calibrated(say)
    give(answer, out, as_json)
    if out is None and not as_json:
        print("Next: --out FOLDER for tables, charts and the values; --json for machines.")


def calibrated(say: Any) -> Answer:
    """The nation's market fitted anew, as it is printed and saved.

    say : told what is under way
    """
    from reallocate.data.bundle import load_tables
    from reallocate.economy.charts.market_fit import FIT_CHARTS
    from reallocate.report.html import still
    from reallocate.report.market.calibration_card import print_calibration
    from reallocate.report.theme import themed
    from reallocate.study.calibration.folder import as_object, save_calibration
    from reallocate.study.calibration.run import calibrate

    found = calibrate(load_tables(), say)
    return Answer(
        as_object(found),
        found.meta,
        lambda console, place: print_calibration(found, console, place),
        lambda: {f"{name}.svg": still(themed(found.chart(name)), name).encode() for name in FIT_CHARTS},
        lambda folder, files: save_calibration(found, folder, files),
        {},
    )
