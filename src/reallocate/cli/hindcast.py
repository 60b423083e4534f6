"""The verb `hindcast`: the economy started from past months."""

from __future__ import annotations

from reallocate.api.market_requests import HindcastCommand, HindcastRequest
from reallocate.cli.results import show
from reallocate.cli.verb import takes
from reallocate.kernel.options import given


@takes(HindcastCommand)
def hindcast(asked: HindcastCommand) -> None:
    """Start the economy from past months, beside what came, no change and a VAR; takes five minutes.

    reallocate hindcast --out results/hindcast

    reallocate simulate nation --from 2008-01
    """
    import reallocate

    show(reallocate.hindcast(**given(asked, HindcastRequest)), asked.as_json, asked.out)
