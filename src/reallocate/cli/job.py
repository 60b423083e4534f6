"""The verb `job`: one job's hours, history, pay and moves seen, as a card, a page or one JSON object."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reallocate.cli.progress import command

if TYPE_CHECKING:
    from reallocate.study.job.study import JobStudy
    from reallocate.work.exchange import MarketPath

PAGE = "page.html"


def job(
    name: Annotated[
        str,
        typer.Argument(help="A title such as 'project manager', or an occupation's code such as 13-1082."),
    ],
    area: Annotated[
        str | None,
        typer.Option("--area", help="State or area: code, or words of its title. Default: the nation."),
    ] = None,
    age: Annotated[
        float | None, typer.Option(help="Your age [years]; with --economy it ends the horizon at retirement.")
    ] = None,
    pay: Annotated[
        float | None, typer.Option(help="Your pay before tax [USD/year]. Default: the middle of the job.")
    ] = None,
    education: Annotated[
        str | None,
        typer.Option(help="Your highest level: high school, associate, bachelor, master, phd, …"),
    ] = None,
    have: Annotated[
        list[str] | None,
        typer.Option("--have", help="A skill or field of knowledge you have; several by repeating it."),
    ] = None,
    tasks: Annotated[
        Path | None,
        typer.Option(
            "--tasks", help="Your own tasks: a text file with one a line, or a table (.csv, .xlsx)."
        ),
    ] = None,
    horizon: Annotated[int, typer.Option(help="How far to look in the market of --economy [years].")] = 10,
    economy: Annotated[
        Path | None,
        typer.Option(
            "--economy",
            help="A saved market (folder of simulate --out): says where pay and hiring in your job go there.",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the page and the results.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="File for the page alone.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on standard output.")
    ] = False,
) -> None:
    """Show one job: which hours AI reaches, what history shows, pay, moves people were seen to make.

    reallocate job "project manager"

    reallocate job 43-4051 --area Ohio --age 34 --education bachelor --html card.html

    reallocate job "project manager" --economy results/market
    """
    from reallocate.data.bundle import load_world
    from reallocate.study.job.folder import RECORD, WHAT
    from reallocate.study.job.study import job_study
    from reallocate.study.whole_folder import must_be_free

    if html is not None:
        _must_have_folder(html)
    if out is not None:
        must_be_free(out, RECORD, WHAT)
    study = job_study(
        load_world(), name, area=area, age=age, pay=pay, education=education, have=tuple(have or ()),
        tasks=tasks, horizon=horizon, market=_market(economy, horizon), command=command(),
    )  # fmt: skip
    page = _write(study, out, html)
    if as_json:
        print(json.dumps(study.as_json(), ensure_ascii=False, allow_nan=False))
        return
    from rich.console import Console

    from reallocate.report.job.card import print_card

    print_card(study, Console(highlight=False), page)


def _must_have_folder(file: Path) -> None:
    """Refuse a file whose folder does not exist, before anything is computed for it."""
    from reallocate.errors import InputError, Problem

    if not file.parent.is_dir():
        what = f"the folder {file.parent} does not exist"
        raise InputError(
            Problem(what, f"--html {file}", "Make it, or name a file in a folder that is there.")
        )


def _market(economy: Path | None, horizon: int) -> MarketPath | None:
    """Where pay and job finding go, from a saved market that covers the horizon."""
    if economy is None:
        return None
    from reallocate.errors import InputError, Problem
    from reallocate.study.couple.folder import saved_path

    path = saved_path(economy)
    if path.years < horizon:
        what = f"the saved market covers {path.years} years, today's included, and --horizon says {horizon}"
        remedy = f"Write --horizon {path.years}, or run the market longer, with --years {horizon}."
        why = "Nothing is assumed for the years after it ends."
        raise InputError(Problem(what, str(economy), remedy, why))
    return path


def _write(study: JobStudy, out: Path | None, html: Path | None) -> Path | None:
    """The page, and the folder where one is asked for."""
    from reallocate.report.job.page import job_page, write_job_page
    from reallocate.study.job.folder import save_job

    page = None
    if html is not None:
        page = write_job_page(study, html)
    if out is not None:
        save_job(study, out, {PAGE: job_page(study).encode("utf-8")})
        page = out / PAGE
    return page
