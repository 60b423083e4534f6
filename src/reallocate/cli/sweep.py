"""The verb `sweep`: the same cut in every industry."""

from __future__ import annotations

from reallocate.api.requests import SweepCommand, SweepRequest
from reallocate.cli.results import show
from reallocate.cli.verb import takes
from reallocate.kernel.options import given


@takes(SweepCommand)
def sweep(asked: SweepCommand) -> None:
    """Cut now or wait, in every industry of four digits: some 250 answers, with reasons where there is none.

    reallocate sweep --headcount 20000 --cut 10% --out results/sweep

    reallocate sweep -i 5241 -i 5415 --cut 5%
    """
    import reallocate

    show(reallocate.sweep(**given(asked, SweepRequest)), asked.as_json, asked.out)
