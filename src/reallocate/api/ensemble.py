"""Many runs of a market by the published laws, in a folder that can be continued."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.command_line import command_line, recorded
from reallocate.api.interruption import kept_in
from reallocate.api.market_requests import EnsembleRequest
from reallocate.api.progress import shown
from reallocate.api.simulate import published_scenario
from reallocate.api.spelling import python_errors
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.executor import SERIAL
from reallocate.kernel.options import takes
from reallocate.market.published import ensemble_page
from reallocate.market.published.ensemble import SPREAD
from reallocate.render.result import Result


@python_errors
@recorded("simulate ensemble", "market")
@takes(EnsembleRequest)
def ensemble(asked: EnsembleRequest) -> Result:
    """Many runs of a labour market by the published laws, each with assumptions drawn from their ranges.

    Raises `InputError` with every problem of the input.
    """
    missing = [name for name, value in (("--draws", asked.draws), ("--out", asked.out)) if value is None]
    if asked.draws is None or asked.out is None:
        what = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
        why = "Runs are kept in a folder as they are made."
        remedy = "Give the number of draws and a folder, such as --draws 10000 --out results/draws."
        raise InputError(Problem(what, "ensemble", remedy, why))
    scenario, out = published_scenario(asked, asked.market), Path(asked.out)
    spread = SPREAD if asked.spread is None else asked.spread
    with shown(asked.progress) as say, kept_in(out):
        return ensemble_page.ensemble(
            scenario, asked.draws, out, spread, progress=say, command=command_line(),
            where=asked.executor or SERIAL,
        )  # fmt: skip
