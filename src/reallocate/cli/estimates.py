"""The verb `estimates`: what public data say of AI, hires, separations, unemployment and pay."""

from __future__ import annotations

from reallocate.api.market_requests import EstimatesCommand, EstimatesRequest
from reallocate.cli.results import show
from reallocate.cli.verb import takes
from reallocate.kernel.options import given


@takes(EstimatesCommand)
def estimates(asked: EstimatesCommand) -> None:
    """Show what public data say of AI, hires, separations, unemployment and pay.

    reallocate estimates

    reallocate estimates --json
    """
    import reallocate

    options = given(asked, EstimatesRequest, but=["progress"])
    show(reallocate.estimates(**options), asked.as_json, asked.out)
