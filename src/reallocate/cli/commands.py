"""Commands of the command line: help in panels, and groups that have a default sub-verb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

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
