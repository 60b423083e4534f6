"""What `simulate --calibrate` does: the nation's market fitted anew, as a summary, a folder or one object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reallocate.cli.progress import progress


def calibrate_nation(given: Mapping[str, Any], out: Path | None, as_json: bool) -> None:
    """Fit the nation's market and say how near it is.

    given : what else stands in the command, by the names of the options; `InputError` where there is any
    out : folder for tables, charts and values
    as_json : print one object on standard output instead
    """
    from reallocate.data.bundle import load_tables
    from reallocate.errors import InputError, Problem
    from reallocate.study.calibration.folder import RECORD, WHAT, as_object, save_calibration
    from reallocate.study.calibration.study import calibrate
    from reallocate.study.whole_folder import must_be_free

    others = [name for name, value in given.items() if value not in (None, [], ())]
    if others:
        what = f"{', '.join(others)} does not go with --calibrate"
        why = "It fits the market of the nation, at settings that do not change, to what was observed."
        raise InputError(
            Problem(what, "--calibrate", "Leave it out, or simulate without --calibrate.", why=why)
        )
    if out is not None:
        must_be_free(out, RECORD, WHAT)
    with progress() as say:
        found = calibrate(load_tables(), say)
    if out is not None:
        from reallocate.economy.charts.market_fit import FIT_CHARTS
        from reallocate.report.embed import still
        from reallocate.report.theme import themed

        charts = {f"{name}.svg": still(themed(found.chart(name)), name).encode() for name in FIT_CHARTS}
        save_calibration(found, out, charts)
    if as_json:
        print(json.dumps(as_object(found), ensure_ascii=False, allow_nan=False))
        return
    from rich.console import Console

    from reallocate.report.market.calibration_card import print_calibration

    print_calibration(found, Console(highlight=False), out)
