"""The verb `job`: one job's hours, history, pay and moves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reallocate.cli.options import AsJson, Out, option
from reallocate.cli.results import show

YOU, AHEAD = "About you", "Looking ahead"


def job(
    name: Annotated[
        str,
        typer.Argument(help="Job title such as 'project manager', or an occupation code such as 13-1082."),
    ],
    area: Annotated[
        str | None,
        option("--area", "State or metropolitan area: code, or words of its title. Default: the nation."),
    ] = None,
    tasks: Annotated[
        Path | None,
        option("--tasks", "Your own tasks: a text file with one a line, or a table (.csv, .xlsx).", YOU),
    ] = None,
    age: Annotated[
        float | None, option("--age", "Your age [years]; the horizon ends at retirement.", YOU)
    ] = None,
    pay: Annotated[
        float | None,
        option("--pay", "Your pay before tax [USD/year]. Default: the median of the job.", YOU),
    ] = None,
    education: Annotated[
        str | None,
        option("--education", "Highest level: high school, associate, bachelor, master, phd, …", YOU),
    ] = None,
    have: Annotated[
        list[str] | None, option("--have", "Skill or field of knowledge that you have; repeatable.", YOU)
    ] = None,
    market: Annotated[
        Path | None,
        option("--market", "Saved run of `simulate nation` or `adopters`: pay and hiring ahead.", AHEAD),
    ] = None,
    horizon: Annotated[
        int, option("--horizon", "How many years of --market to look ahead [years].", AHEAD)
    ] = 10,
    out: Out = None,
    html: Annotated[Path | None, option("--html", "File for the page alone.", "Result")] = None,
    as_json: AsJson = False,
) -> None:
    """Show one job: the hours that AI reaches, past employment, pay, and moves to other jobs.

    reallocate job "project manager"

    reallocate job 43-4051 --area Ohio --age 34 --education bachelor --html card.html

    reallocate job "project manager" --market results/nation
    """
    import reallocate

    result = reallocate.job(
        name, area=area, age=age, pay=pay, education=education, have=have, tasks=tasks, horizon=horizon,
        market=market, out=out, html=html,
    )  # fmt: skip
    show(result, as_json, out if out is not None else html)
