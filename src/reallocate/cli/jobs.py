"""The verb `jobs`: occupations of an industry, an area or the nation."""

from __future__ import annotations

from reallocate.api.market_requests import JobsCommand, JobsRequest
from reallocate.cli.results import show
from reallocate.cli.verb import takes
from reallocate.kernel.options import given


@takes(JobsCommand)
def jobs(asked: JobsCommand) -> None:
    """List occupations with employment, pay, and the share of hours that AI reaches.

    reallocate jobs --industry "insurance carriers"

    reallocate jobs --history
    """
    import reallocate

    show(reallocate.jobs(**given(asked, JobsRequest)), asked.as_json, asked.out)
