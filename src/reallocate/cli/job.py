"""The verb `job`: one job's hours, history, pay and moves seen, as a card, a page or one JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reallocate.cli.progress import command
from reallocate.cli.results import PAGE, Answer, give

if TYPE_CHECKING:
    from reallocate.work.exchange import MarketPath


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
    from reallocate.disk.look import look_at_file
    from reallocate.disk.replace import replace_file
    from reallocate.result.saving import must_be_free

    if html is not None:
        _must_have_folder(html)
    if out is not None:
        must_be_free(out, "job", "a job's results")
    if html is not None:
        look_at_file(html)
    asked: dict[str, Any] = {
        "area": area, "age": age, "pay": pay, "education": education, "have": have or [], "horizon": horizon,
    }  # fmt: skip
    answer = one_job(name, asked, tasks, economy, command())
    if html is not None:
        replace_file(html, answer.files()[PAGE])
    if out is None and html is not None and not as_json:
        from rich.console import Console

        answer.show(Console(highlight=False), html)
    else:
        give(answer, out, as_json)


def one_job(
    name: str, asked: Mapping[str, Any], tasks: Path | None, economy: Path | None, made_by: str
) -> Answer:
    """The card of one job, as it is printed and saved.

    name : the job
    asked : area, age, pay, education, have, horizon
    tasks : file with the person's own tasks
    economy : folder of a saved market
    made_by : the command, for the record
    """
    from reallocate.data.bundle import load_world
    from reallocate.report.terminal import summary
    from reallocate.study.job.run import job_study

    market = _market(economy, asked["horizon"])
    study = job_study(load_world(), name, **asked, tasks=tasks, market=market, command=made_by)
    return Answer(
        study.to_dict(),
        study.facts,
        lambda console, place: console.print(summary(study.title, study.kind.card(study))),
        lambda: {PAGE: study.page().encode("utf-8")},
        lambda folder, files: study.save(folder),
        {"name": name, **asked, "tasks": tasks is not None, "economy": economy is not None},
    )


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
    from reallocate.study.couple.saved_path import saved_path

    path = saved_path(economy)
    if path.years < horizon:
        what = f"the saved market covers {path.years} years, today's included, and --horizon says {horizon}"
        remedy = f"Write --horizon {path.years}, or run the market longer, with --years {horizon}."
        why = "Nothing is assumed for the years after it ends."
        raise InputError(Problem(what, str(economy), remedy, why))
    return path
