"""A verb made from its request: every option with its help, and nothing written twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from inspect import Parameter, Signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from reallocate.kernel.options import Kind, Option, Request, options

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter


_OPTIONS = "Options"
HELP_ALL = "help_all"
_KINDS = {"list[str]": "text", "list[Path]": "path", "str": "text", "float": "number", "int": "number"}
"""Types of values, in words of the reader."""
_KIND = re.compile(r"<([\w\[\]]+)>")


class PanelCommand(TyperCommand):
    """A command whose help page lists options under headings; those asked for most, where they are many."""

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write arguments, then each panel of options, those without a heading first."""
        rare = () if ctx.meta.get(HELP_ALL) else getattr(self.callback, "rare", ())
        panels: dict[str, list[tuple[str, str]]] = {"Arguments": [], _OPTIONS: []}
        last: list[tuple[str, str]] = []
        for param in self.get_params(ctx):
            row = param.get_help_record(ctx)
            if row is None or param.name in rare:
                continue
            row = (_KIND.sub(lambda found: f"<{_KINDS.get(found[1], found[1])}>", row[0]), row[1])
            if param.param_type_name == "argument":
                panels["Arguments"].append(row)
            elif param.name in ("help", HELP_ALL):
                last.append(row)
            else:
                panels.setdefault(getattr(param, "rich_help_panel", None) or _OPTIONS, []).append(row)
        list(panels.values())[-1].extend(last)
        for heading, rows in panels.items():
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


class SubVerbs(TyperGroup):
    """A verb with sub-verbs."""

    default = ""
    """The sub-verb that words without one go to."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write every sub-verb but the default with the first sentence of its help."""
        others = [(name, one.help or "") for name, one in self.commands.items() if name != self.default]
        with formatter.section("Sub-verbs"):
            formatter.write_dl([(name, " ".join(help.split("\n\n")[0].split())) for name, help in others])


class DefaultVerb(SubVerbs):
    """A verb with sub-verbs that also works without one: words that name none go to the default."""

    default = "show"

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put the default in front of words that begin with no sub-verb."""
        if args[:1] not in ([name] for name in self.commands) and not set(args[:1]) & {"-h", "--help"}:
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help of the default, then the sub-verbs."""
        default: Any = self.commands[self.default]
        default.format_help(ctx, formatter)
        self.format_commands(ctx, formatter)


R = TypeVar("R", bound=Request)
_TYPES: dict[Kind, Any] = {
    "flag": bool,
    "whole": int,
    "number": float,
    "text": str,
    "file": Path,
    "several": list[str],
    "files": list[Path],
}


_MOST_LISTED = 25
"""Options that a help page lists; of a verb with more, --help-all lists the others."""


def takes(
    request: type[R], panels: Mapping[str | None, str] | None = None
) -> Callable[[Callable[[R], None]], Callable[..., None]]:
    """A function of a request becomes a verb with its options; what is not given is left to the request.

    panels : (heading as declared) the heading of this verb, where it is another
    """

    def decorate(run: Callable[[R], None]) -> Callable[..., None]:
        def call(**typed: Any) -> None:
            # 0 is a value; an option that may be repeated is an empty list where it is not given.
            absent = [name for name, value in typed.items() if value is None or value is False or value == []]
            run(request(**{name: typed[name] for name in typed if name not in (*absent, HELP_ALL)}))

        made: Any = call
        # What has no words for a command is of Python alone.
        shown = [
            replace(one, panel=(panels or {}).get(one.panel, one.panel))
            for one in options(request)
            if one.help
        ]
        parameters = [_parameter(one) for one in shown]
        if len(parameters) > _MOST_LISTED:
            made.rare = frozenset(one.name for one in shown if one.is_rare)
            parameters.append(_every())
        made.__signature__ = Signature(parameters)
        made.__annotations__ = {one.name: one.annotation for one in parameters}
        made.__name__, made.__doc__ = run.__name__, run.__doc__
        return call

    return decorate


def single(request: type[Request], name: str) -> Any:
    """One option of a request, as the default of an argument of a verb that is written out."""
    return _shown(next(one for one in options(request) if one.name == name))


def _parameter(one: Option) -> Parameter:
    of = _TYPES[one.kind]
    annotation = of | None if one.default in (None, ()) and one.kind != "flag" else of
    return Parameter(one.name, Parameter.POSITIONAL_OR_KEYWORD, default=_shown(one), annotation=annotation)


def _shown(one: Option) -> Any:
    default = None if one.default == () else one.default
    default = ... if default is Parameter.empty else default
    if one.argument:
        return typer.Argument(default, help=one.help)
    if one.kind == "flag":
        return typer.Option(False, one.flag, help=one.help, rich_help_panel=one.panel)
    return typer.Option(default, *(one.spelt or (one.flag,)), help=one.help, rich_help_panel=one.panel)


def _every() -> Parameter:
    shown = typer.Option(
        False, "--help-all", is_eager=True, callback=_show_every, help="List every option and exit."
    )
    return Parameter(HELP_ALL, Parameter.POSITIONAL_OR_KEYWORD, default=shown, annotation=bool)


def _show_every(context: typer.Context, requested: bool) -> None:
    if requested:
        context.meta[HELP_ALL] = True
        typer.echo(context.get_help())
        raise typer.Exit()
