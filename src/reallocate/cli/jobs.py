"""The verb `jobs`: occupations of an industry, an area or the nation."""

from __future__ import annotations

from pathlib import Path

from reallocate.cli.options import AS_JSON, INDUSTRY, OUT, flag, option
from reallocate.cli.results import show


def jobs(
    industry: list[str] | None = INDUSTRY,
    area: str | None = option("State or metropolitan area: code, or words of its title."),
    nation: bool = flag("--nation", "All jobs of the United States; the default without a place."),
    history: bool = flag(
        "--history", "Did AI exposure predict job losses? 2022 to 2025 against 2017 to 2019."
    ),
    source: str | None = option("One source of AI's reach. Default: the range over all sources."),
    top: int = option("Number of occupations to list; 0 lists all.", default=25),
    out: Path | None = OUT,
    as_json: bool = AS_JSON,
) -> None:
    """List occupations with employment, pay, and the share of hours that AI reaches.

    reallocate jobs --industry "insurance carriers"

    reallocate jobs --history
    """
    import reallocate

    result = reallocate.jobs(
        industry, area=area, nation=nation, history=history, source=source, top=top, out=out
    )
    show(result, as_json, out)
