"""The verb `sweep`: the same cut in every industry."""

from __future__ import annotations

from pathlib import Path

from reallocate.cli.options import AS_JSON, INDUSTRY, OUT, RUN, option
from reallocate.cli.results import show


def sweep(
    headcount: float = option("People of each firm [FTE].", None, "--headcount", "-n", default=20_000),
    cut: str = option("A share (10%) or a number of FTE (2000).", default="10%"),
    industry: list[str] | None = INDUSTRY,
    executor: str | None = option(
        "Where industries are solved: serial, processes:N or dask:ADDRESS; figures are the same. Default: a "
        "process for each processor core.",
        RUN,
    ),
    out: Path | None = OUT,
    as_json: bool = AS_JSON,
) -> None:
    """Cut now or wait, in every industry of four digits: some 250 answers, with reasons where there is none.

    reallocate sweep --headcount 20000 --cut 10% --out results/sweep

    reallocate sweep -i 5241 -i 5415 --cut 5%
    """
    import reallocate

    result = reallocate.sweep(headcount=headcount, cut=cut, industry=industry, executor=executor, out=out)
    show(result, as_json, out)
