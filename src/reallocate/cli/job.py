"""The verb `job`: one job's hours, history, pay and moves."""

from __future__ import annotations

from reallocate.api.at_hand import job_card_at_hand
from reallocate.api.market_requests import JobCommand, JobRequest
from reallocate.cli.results import show, show_card
from reallocate.cli.verb import takes
from reallocate.kernel.options import given


@takes(JobCommand)
def job(asked: JobCommand) -> None:
    """Show one job: the hours that AI reaches, past employment, pay, and moves to other jobs.

    reallocate job "project manager"

    reallocate job 43-4051 --area Ohio --age 34 --education bachelor --html card.html

    reallocate job "project manager" --market results/nation
    """
    if (card := job_card_at_hand(given(asked))) is not None:
        show_card(card.title, card.blocks)
        return
    import reallocate

    result = reallocate.job(**given(asked, JobRequest))
    show(result, asked.as_json, asked.html if asked.out is None else asked.out)
