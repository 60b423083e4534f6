"""The verb `scorecard`: published figures beside the figures computed here."""

from __future__ import annotations

from reallocate.api.requests import ScorecardCommand, ScorecardRequest
from reallocate.cli.results import show
from reallocate.cli.verb import takes
from reallocate.kernel.options import given


@takes(ScorecardCommand)
def scorecard(asked: ScorecardCommand) -> None:
    """Compare published figures with the figures computed here, misses included.

    reallocate scorecard

    reallocate scorecard goldman_2025 --sources FOLDER
    """
    import reallocate

    options = given(asked, ScorecardRequest, but=["progress"])
    show(reallocate.scorecard(*asked.names or (), **options), asked.as_json, asked.out)
