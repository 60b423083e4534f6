"""The verb `job`: one job's hours, history, pay and moves."""

from __future__ import annotations

from pathlib import Path

import typer

from reallocate.cli.options import AS_JSON, OUT, RESULT, option
from reallocate.cli.results import show

YOU, AHEAD = "About you", "Looking ahead"


def job(
    name: str = typer.Argument(
        help="Job title such as 'project manager', or an occupation code such as 13-1082."
    ),
    area: str | None = option(
        "State or metropolitan area: code, or words of its title. Default: the nation."
    ),
    tasks: Path | None = option(
        "Your own tasks: a text file with one a line, or a table (.csv, .xlsx).", YOU
    ),
    age: float | None = option("Your age [years]; the horizon ends at retirement.", YOU),
    pay: float | None = option("Your pay before tax [USD/year]. Default: the median of the job.", YOU),
    education: str | None = option("Highest level: high school, associate, bachelor, master, phd, …", YOU),
    have: list[str] | None = option(
        "Skill, field of knowledge, licence or field of work that you have; repeatable.", YOU
    ),
    moves: Path | None = option("Your own table of moves between occupations, for the survey's.", YOU),
    market: Path | None = option(
        "Saved run of `simulate nation` or `adopters`: pay and hiring ahead.", AHEAD
    ),
    horizon: int = option("How many years of --market to look ahead [years].", AHEAD, default=10),
    out: Path | None = OUT,
    html: Path | None = option("File for the page alone.", RESULT),
    as_json: bool = AS_JSON,
) -> None:
    """Show one job: the hours that AI reaches, past employment, pay, and moves to other jobs.

    reallocate job "project manager"

    reallocate job 43-4051 --area Ohio --age 34 --education bachelor --html card.html

    reallocate job "project manager" --market results/nation
    """
    import reallocate

    result = reallocate.job(
        name, area=area, age=age, pay=pay, education=education, have=have, tasks=tasks, moves=moves,
        horizon=horizon,
        market=market, out=out, html=html,
    )  # fmt: skip
    show(result, as_json, out if out is not None else html)
