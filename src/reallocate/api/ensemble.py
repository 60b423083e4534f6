"""Many runs of a market by the published laws, in a folder that can be continued."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

from reallocate.api.command_line import command_line, recorded
from reallocate.api.interruption import kept_in
from reallocate.api.progress import Progress, shown
from reallocate.api.simulate import Market, MarketOptions, published_scenario
from reallocate.api.spelling import python_errors
from reallocate.kernel.assignments import Assignments
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.executor import SERIAL
from reallocate.market.published import ensemble_page
from reallocate.market.published.ensemble import SPREAD
from reallocate.render.result import Result


@python_errors
@recorded("simulate ensemble", "market")
def ensemble(
    market: Market = None,
    *,
    draws: int | None = None,
    out: str | Path | None = None,
    spread: float | None = None,
    set: Assignments = None,
    seed: int | None = None,
    executor: str | None = None,
    progress: Progress = True,
    **published: Unpack[MarketOptions],
) -> Result:
    """Many runs of a labour market by the published laws, each with assumptions drawn from their ranges.

    market : "us", "us-groups", a CSV file of occupations, or a scenario
    out : folder of the ensemble; a stopped one continues there
    spread : half-width of the range of each number [share of its value]
    set : keys of the scenario by name, such as {"laws.separation": 0.02}
    seed : of the draws
    executor : where runs are made: "serial", "processes:4" or "dask:ADDRESS"; the same bytes anywhere
    progress : `False` for none, or a function that is called with each stage
    published : options of the market (`MarketOptions`)
    Raises `InputError` with every problem of the input.
    """
    missing = [name for name, value in (("--draws", draws), ("--out", out)) if value is None]
    if draws is None or out is None:
        what = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
        why = "Runs are kept in a folder as they are made."
        remedy = "Give the number of draws and a folder, such as --draws 10000 --out results/draws."
        raise InputError(Problem(what, "ensemble", remedy, why))
    scenario = published_scenario(market, set=set, seed=seed, **published)
    with shown(progress) as say, kept_in(Path(out)):
        return ensemble_page.ensemble(
            scenario, draws, Path(out), SPREAD if spread is None else spread, progress=say,
            command=command_line(), where=executor or SERIAL,
        )  # fmt: skip
