"""The economy started from past months, beside what came."""

from __future__ import annotations

from reallocate.api.command_line import command_line, recorded
from reallocate.api.market_requests import HindcastRequest
from reallocate.api.out import finished, free_folder
from reallocate.api.progress import shown
from reallocate.api.spelling import python_errors
from reallocate.kernel.options import takes
from reallocate.market.forecast.starts_page import HINDCAST, hindcast_study
from reallocate.render.result import Result


@python_errors
@recorded("hindcast")
@takes(HindcastRequest)
def hindcast(asked: HindcastRequest) -> Result:
    """Start the labour market of the United States from past months, beside what came; takes minutes.

    Six starts by themselves and 28 on average: the market told nothing, told output, no change and a VAR.
    """
    folder = free_folder(asked.out, HINDCAST)
    with shown(asked.progress) as say:
        return finished(hindcast_study(say, command_line()), folder)
