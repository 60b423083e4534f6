"""Show one job: the hours that AI reaches, what history shows, pay, and ways out."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.command_line import command_line, recorded
from reallocate.api.market_requests import JobRequest
from reallocate.api.out import finished, free_folder
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import shipped_world
from reallocate.data.national import NO_ACCOUNTS, must_carry
from reallocate.firm.request.amounts import requested_country
from reallocate.jobs.options import JobQuestion
from reallocate.jobs.outlook import office as office
from reallocate.jobs.page import JOB, job_study
from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.marker import must_be_ours_or_new
from reallocate.kernel.options import given, takes
from reallocate.render.result import Result
from reallocate.work.exchange import MarketPath


@python_errors
@recorded("job", "name")
@takes(JobRequest)
def job(asked: JobRequest) -> Result:
    """Show one job: which hours AI reaches, what history shows, pay, and ways out.

    Raises `InputError` with every problem of every argument.
    """
    page = None if asked.html is None else Path(asked.html)
    if page is not None and not page.parent.is_dir():
        remedy = "Create it, or name a file in a folder that exists."
        raise InputError(Problem(f"the folder {page.parent} does not exist", f"--html {page}", remedy))
    folder = free_folder(asked.out, JOB)
    if page is not None:
        must_be_ours_or_new(page)
    code = requested_country(asked.country)
    if asked.market is not None:
        must_carry(code, "job --market", NO_ACCOUNTS)
    path, question = _path(asked.market, asked.horizon), given(asked, JobQuestion)
    made = job_study(shipped_world(code), **question, market=path, command=command_line())
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
