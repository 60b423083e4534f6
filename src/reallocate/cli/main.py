"""The command line: an explicit list of verbs, each loaded when it is called."""

from __future__ import annotations

import errno
import os
import sys
import textwrap
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from importlib.util import find_spec
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from typer._click.exceptions import UsageError
from typer.core import TyperGroup
from typer.main import get_command

from reallocate.cli.commands import PanelCommand
from reallocate.cli.process import end_when_stopped, fit_output
from reallocate.disk.refusals import refusal
from reallocate.errors import ReallocateError, visible

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter

# Each verb, the module that holds it, and its line in the list; a module has an `app` (a
# typer.Typer) or a function named for the verb. A new verb is one line here.
VERBS: dict[str, tuple[str, str]] = {
    "new": ("reallocate.cli.new", "Write a commented scenario from an industry's real mix of roles and pay."),
    "plan": ("reallocate.cli.plan", "Plan which work of a firm moves between people and compute."),
    "compare": ("reallocate.cli.compare", "Compare two plans and explain the difference."),
    "roster": ("reallocate.cli.roster", "Check a table of people or positions; no person is shown."),
    "jobs": (
        "reallocate.cli.jobs",
        "List AI's reach, employment and pay in an industry, an area or the nation.",
    ),
    "job": ("reallocate.cli.job", "Show one job: hours that AI reaches, past employment, pay, moves."),
    "simulate": (
        "reallocate.cli.simulate",
        "Run a labour market through time: unemployment, openings, who gains and loses.",
    ),
    "forecast": ("reallocate.cli.forecast", "Forecast the tech workforce, or score a saved forecast."),
    "claims": ("reallocate.cli.claims", "Compute the claims with verdicts; add a claim; the layoff record."),
    "scorecard": ("reallocate.cli.scorecard", "Compare published figures with the figures computed here."),
    "open": ("reallocate.cli.open", "Verify a saved result and print its summary again."),
    "rerun": ("reallocate.cli.rerun", "Compute a saved result again and compare the figures."),
    "data": ("reallocate.cli.data", "List sources and assumptions, or build the shipped data."),
}
NOW = {
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
WRONG_INPUT, CLOSED_PIPE = 2, 1
"""How the program ends: what the user can mend; a pipe without reader, as rich and click end."""
OF_A_STREAM = (errno.ENOSPC, errno.EBADF, errno.EFBIG, errno.EIO, errno.EDQUOT)
"""Errors of writing that name no file where it is standard output that is written."""
SHOWN = 20


class Verbs(MutableMapping[str, "Command"]):
    """The verbs by name; asking for one loads its module."""

    def __init__(self) -> None:
        self._loaded: dict[str, Command] = {}

    def __getitem__(self, verb: str) -> Command:
        if verb not in self._loaded:
            self._loaded[verb] = load_verb(verb, *VERBS[verb])
        return self._loaded[verb]

    def __setitem__(self, verb: str, command: Command) -> None:
        self._loaded[verb] = command

    def __delitem__(self, verb: str) -> None:
        del self._loaded[verb]

    def __iter__(self) -> Iterator[str]:
        return iter(verb for verb, (module, _) in VERBS.items() if find_spec(module) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class VerbGroup(TyperGroup):
    """The group of verbs: its help loads none of them, and its errors are sentences."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = Verbs()

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the list of verbs.

        ctx, formatter : of the help page
        """
        with formatter.section("Verbs"):
            formatter.write_dl([(verb, VERBS[verb][1]) for verb in self.commands])

    def invoke(self, ctx: Context) -> Any:
        """Run the verb; what the user can mend is said on stderr, and ends with code 2.

        ctx : of the call
        """
        try:
            return super().invoke(ctx)
        except UsageError as error:
            now = NOW.get(getattr(error, "option_name", ""))
            error.message = visible(error.message) + (f". Write: {now}" if now is not None else "")
            raise
        except ReallocateError as error:
            print(error_text(error), file=sys.stderr)
            raise typer.Exit(WRONG_INPUT) from None
        except OSError as error:
            raise typer.Exit(refused(error)) from None


def refused(error: OSError) -> int:
    """Say what the operating system refused; returns the code to end with.

    error : as it was raised; where the reader of a pipe has gone nothing is said
    """
    if error.errno == errno.EPIPE:
        return CLOSED_PIPE
    where = error.filename or ("standard output" if error.errno in OF_A_STREAM else "")
    print(error_text(refusal(error, str(where))), file=sys.stderr)
    return WRONG_INPUT


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


def load_verb(verb: str, module: str, summary: str) -> Command:
    """The command of a verb.

    module : the module that holds it
    summary : its line in the list, where it says nothing itself
    """
    found = import_module(module)
    single = getattr(found, "app", None)
    if not isinstance(single, typer.Typer):
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(name=verb, cls=PanelCommand)(getattr(found, verb))
    single.rich_markup_mode = None
    single.pretty_exceptions_enable = False
    single._add_completion = False
    command = get_command(single)
    command.name = verb
    command.help = command.help or summary
    return command


def error_text(error: ReallocateError) -> str:
    """Every problem as a paragraph, as wide as the terminal.

    error : to say
    """
    width = max(get_terminal_size().columns - 1, 40)
    problems = error.problems
    several = len(problems) > 1
    lines = [f"{len(problems)} problems:"] if several else []
    for problem in problems[:SHOWN]:
        first = "- " if several else "Error: "
        rest = "  " if several else "       "
        lines += textwrap.wrap(
            str(problem),
            width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
    if len(problems) > SHOWN:
        lines.append(f"  and {len(problems) - SHOWN} more")
    return "\n".join(lines)


app = typer.Typer(
    cls=VerbGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
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
    try:
        app(prog_name="reallocate")
        code: int | str | None = 0
    except SystemExit as end:
        code = end.code
    except OSError as error:
        code = refused(error)
    raise SystemExit(flushed() or code)
