"""The command line: an explicit list of verbs, each loaded when it is called."""

from __future__ import annotations

import errno
import os
import re
import sys
import textwrap
from collections import UserDict
from functools import cache
from importlib import import_module
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from typer._click.exceptions import NoArgsIsHelpError, UsageError
from typer.core import TyperGroup
from typer.main import get_command

from reallocate.api.command_line import requested_by
from reallocate.api.interruption import reset
from reallocate.cli.process import command, end_when_stopped, fit_output, say_stopped
from reallocate.cli.verb import PanelCommand
from reallocate.kernel.errors import InputError, Problem, ReallocateError, refusal, visible
from reallocate.kernel.extras import not_installed
from reallocate.kernel.start import begin_command

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter


# Each verb with its line in the list. It lies in a module of its name, which has an `app` (typer.Typer) or a
# function of its name. A new verb is one line here.
_VERBS = {
    "new": "Write a commented scenario from an industry's real mix of roles and pay.",
    "plan": "Plan which work of a firm moves between people and compute.",
    "cut": "Cut now, or let people quit? What AI saves, size gives back, haste costs.",
    "sweep": "Cut now or wait, in every industry.",
    "compare": "Compare two plans and explain the difference.",
    "roster": "Check a table of people or positions; no person is named.",
    "jobs": "List AI's reach, employment and pay in an industry, an area or the nation.",
    "job": "Show one job: hours that AI reaches, past employment, pay, moves.",
    "simulate": "Run a labour market through time: unemployment, openings, who gains and loses.",
    "forecast": "Forecast the tech workforce, or score a saved forecast.",
    "hindcast": "Start the economy from past months, beside what came.",
    "claims": "Compute the claims with verdicts; add a claim; the layoff record.",
    "scorecard": "Compare published figures with the figures computed here.",
    "estimates": "Show what public data say of AI, hires, separations and pay.",
    "serve": "Show jobs, firms and the economy in a browser, on this computer.",
    "assistant": "Answer the questions of your own assistant, on this computer.",
    "share": "Make a copy of a plan or cut for sharing.",
    "sheet": "Make the two-page sheet for the works council or the board.",
    "open": "Verify a saved result and print its summary again.",
    "rerun": "Compute a saved result again and compare the figures.",
    "data": "List sources, assumptions and countries, or build the shipped data.",
    "country": "Begin, check or build the figures of a country.",
}
_NOW = {
    "--adopters": "reallocate simulate adopters PLAN --share 0.4",
    "--share-of-industry": "--share",
    "--ensemble": "reallocate simulate ensemble --draws N --out FOLDER",
    "--calibrate": "reallocate simulate calibrate",
    "--forecast": "reallocate forecast",
    "--evidence": "reallocate scorecard",
    "--layoffs": "reallocate claims layoffs",
    "--economy": "--market",
    "--mode": "simulate nation (equations fitted to the US) or simulate market (published equations)",
}
"""Options of earlier versions, and what to write now."""
_WRONG_INPUT, _CLOSED_PIPE, _INTERRUPTED = 2, 1, 130
"""How the program ends: what the user can mend; a pipe without reader, as rich and click end; Ctrl-C."""
_OF_A_STREAM = (errno.ENOSPC, errno.EBADF, errno.EFBIG, errno.EIO, errno.EDQUOT)
"""Errors of writing that name no file where it is standard output that is written."""
_NO_MEMORY = re.compile(
    "cannot allocate memory|failed to map segment|can't start new thread|failed to launch worker thread",
    re.IGNORECASE,
)
"""What is said where a library cannot be loaded, or a thread not started, for lack of memory."""
_OUT_OF_MEMORY = Problem(
    "memory ran out, or a limit on it was reached",
    remedy="Close other programs, raise the limit (ulimit -v), or use fewer --workers.",
)
_SHOWN = 20


class Verbs(UserDict[str, Any]):
    """The verbs by name; asking for one loads its module."""

    def __getitem__(self, verb: str) -> Command:
        return load_verb(verb, self.data[verb])


class _VerbGroup(TyperGroup):
    """The group of verbs: its help loads none of them, and its errors are sentences."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = Verbs(_VERBS)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the list of verbs."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(_VERBS.items()))

    def invoke(self, ctx: Context) -> Any:
        """Run the verb; what the user can mend is said on stderr, and ends with code 2."""
        reset()
        try:
            return super().invoke(ctx)
        except NoArgsIsHelpError:
            raise
        except UsageError as error:
            now = _NOW.get(getattr(error, "option_name", ""))
            error.message = visible(error.message) + (f". Write: {now}" if now is not None else "")
            raise
        except ReallocateError as error:
            print(error_text(error), file=sys.stderr)
            raise typer.Exit(_WRONG_INPUT) from None
        except ModuleNotFoundError as error:
            if (lacking := not_installed(error)) is None:
                raise
            print(error_text(lacking), file=sys.stderr)
            raise typer.Exit(_WRONG_INPUT) from None
        except OSError as error:
            raise typer.Exit(refused(error)) from None
        except Exception as error:
            if not isinstance(error, MemoryError) and not _NO_MEMORY.search(str(error)):
                raise
            print(error_text(InputError(_OUT_OF_MEMORY)), file=sys.stderr)
            raise typer.Exit(_WRONG_INPUT) from None
        except KeyboardInterrupt:
            say_stopped()
            raise typer.Exit(_INTERRUPTED) from None


def refused(error: OSError) -> int:
    """Say what the operating system refused; returns the code to end with.

    error : as it was raised; where the reader of a pipe has gone nothing is said
    """
    if error.errno == errno.EPIPE:
        return _CLOSED_PIPE
    where = error.filename or ("standard output" if error.errno in _OF_A_STREAM else "")
    print(error_text(refusal(error, str(where))), file=sys.stderr)
    return _WRONG_INPUT


def flushed() -> int:
    """Write what is still to be printed; returns the code to end with, 0 where all is well.

    Where that fails the rest goes nowhere, so that Python does not try, and complain, once more.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        return refused(error)
    return 0


@cache
def load_verb(verb: str, summary: str) -> Command:
    """The command of a verb.

    summary : its line in the list, where it says nothing itself
    """
    module = import_module(f"reallocate.cli.{verb}")
    single = getattr(module, "app", None)
    if not isinstance(single, typer.Typer):
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(name=verb, cls=PanelCommand)(getattr(module, verb))
    single.rich_markup_mode = None
    single.pretty_exceptions_enable = False
    single._add_completion = False
    command = get_command(single)
    command.name = verb
    command.help = command.help or summary
    return command


def error_text(error: ReallocateError) -> str:
    """Every problem as a paragraph, as wide as the terminal."""
    problems = error.problems
    several = len(problems) > 1
    first, rest = ("- ", "  ") if several else ("Error: ", " " * len("Error: "))
    paragraph = textwrap.TextWrapper(
        max(get_terminal_size().columns - 1, 40), first, rest, break_long_words=False, break_on_hyphens=False
    )
    lines = [f"{len(problems)} problems:"] if several else []
    for problem in problems[:_SHOWN]:
        lines += paragraph.wrap(str(problem))
    if len(problems) > _SHOWN:
        lines.append(f"  and {len(problems) - _SHOWN} more")
    return "\n".join(lines)


app = typer.Typer(
    cls=_VerbGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(requested: bool) -> None:
    if requested:
        import reallocate

        print(f"reallocate {reallocate.__version__}")
        raise typer.Exit()


@app.callback()
def describe(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """How work moves between people and AI compute: which work, how fast, at what cost, and to whom."""


def run() -> NoReturn:
    """The program `reallocate`; ends with 0, 2 for what the user can mend, 130 when interrupted."""
    fit_output()
    end_when_stopped()
    begin_command()
    try:
        with requested_by(command()):
            app(prog_name="reallocate")
        code: int | str | None = 0
    except SystemExit as end:
        code = end.code
    except OSError as error:
        code = refused(error)
    raise SystemExit(flushed() or code)
