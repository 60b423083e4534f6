"""The verb `jobs`: occupations of an industry, an area or the nation."""

from __future__ import annotations

from typing import Annotated

from reallocate.cli.options import AsJson, Industry, Out, option
from reallocate.cli.results import show


def jobs(
    industry: Industry = None,
    area: Annotated[
        str | None, option("--area", "State or metropolitan area: code, or words of its title.")
    ] = None,
    nation: Annotated[
        bool, option("--nation", "All jobs of the United States; the default without a place.")
    ] = False,
    history: Annotated[
        bool,
        option("--history", "Did AI exposure predict job losses? 2022 to 2025 against 2017 to 2019."),
    ] = False,
    source: Annotated[
        str | None, option("--source", "One source of AI's reach. Default: the range over all sources.")
    ] = None,
    top: Annotated[int, option("--top", "Number of occupations to list; 0 lists all.")] = 25,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """List occupations with employment, pay, and the share of hours that AI reaches.

    reallocate jobs --industry "insurance carriers"

    reallocate jobs --history
    """
    import reallocate

    result = reallocate.jobs(
        industry,
        area=area,
        nation=nation,
        history=history,
        source=source,
        top=top,
        out=out,
    )
    show(result, as_json, out)
