"""Show one job: the hours that AI reaches, what history shows, pay, and ways out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reallocate.api.command_line import command_line, recorded
from reallocate.api.out import finished, free_folder
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import shipped_world
from reallocate.jobs.page import JOB, job_study
from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.marker import must_be_ours_or_new
from reallocate.render.result import Result
from reallocate.work.exchange import MarketPath


@python_errors
@recorded("job", "name")
def job(
    name: str,
    *,
    area: str | None = None,
    age: float | None = None,
    pay: float | None = None,
    education: str | None = None,
    have: str | Sequence[str] | None = None,
    tasks: str | Path | None = None,
    moves: str | Path | None = None,
    horizon: int = 10,
    market: Result | str | Path | None = None,
    out: str | Path | None = None,
    html: str | Path | None = None,
) -> Result:
    """Show one job: which hours AI reaches, what history shows, pay, and ways out.

    name : a title such as "project manager", or an occupation's code such as "13-1082"
    area : state or area: code or words of its title; the nation by default
    age : [years]; ends the horizon at retirement
    pay : [USD/year] before tax; the median of the job by default
    education : highest level, such as "bachelor"
    have : skills or fields of knowledge besides those usual in the job; licences, by occupation or in words
    tasks : file with your own tasks, one a line, or a table
    moves : table of moves between occupations of your own, in place of the survey's
    horizon : [years] to look ahead in `market`
    market : a run of the nation's market, or its folder: where pay and hiring in the job go there
    out : folder to save the result in; checked before the work
    html : file for the page alone
    Raises `InputError` with every problem of every argument.
    """
    page = None if html is None else Path(html)
    if page is not None and not page.parent.is_dir():
        remedy = "Create it, or name a file in a folder that exists."
        raise InputError(Problem(f"the folder {page.parent} does not exist", f"--html {page}", remedy))
    folder = free_folder(out, JOB)
    if page is not None:
        must_be_ours_or_new(page)
    options: dict[str, Any] = {
        "area": area, "age": None if age is None else float(age), "pay": None if pay is None else float(pay),
        "education": education,
        "have": [have] if isinstance(have, str) else list(have or ()), "horizon": horizon,
    }  # fmt: skip
    files = {"tasks": tasks, "moves": moves}
    options |= {key: None if file is None else Path(file) for key, file in files.items()}
    path = _path(market, horizon)
    made = job_study(shipped_world(), name, **options, market=path, command=command_line())
    result = finished(made, folder)
    if page is not None:
        replace_file(page, result.page().encode())
    return result


def _path(market: Result | str | Path | None, horizon: int) -> MarketPath | None:
    """Where pay and job finding go, from a market that covers the horizon."""
    if market is None:
        return None
    # Every kind of result and the market's kernels, loaded only where a market is given.
    from reallocate.api.saved import open
    from reallocate.market.nation.batches import PATH_TABLE, market_path

    where = "--market" if isinstance(market, Result) else str(market)
    run = market if isinstance(market, Result) else open(market)
    if PATH_TABLE not in run.tables:
        what = f"{run.kind.phrase} has no pay and job finding by year"
        remedy = "Give a run of reallocate simulate nation or simulate adopters."
        raise InputError(Problem(what, where, remedy))
    path = market_path(run.table(PATH_TABLE))
    if path.years < horizon:
        what = f"the market covers {path.years} years, today's included, and --horizon says {horizon}"
        remedy = f"Write --horizon {path.years}, or run the market longer, with --years {horizon}."
        why = "Nothing is assumed for the years after it ends."
        raise InputError(Problem(what, where, remedy, why))
    return path
