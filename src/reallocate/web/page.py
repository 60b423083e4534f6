"""What a page is, and how one is made from its template."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from reallocate.api.country_names import planned_countries
from reallocate.api.spelling import in_python
from reallocate.kernel.errors import ReallocateError, UnknownName
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import without_signed_zero
from reallocate.render.drawing import patterns

DOORS = (
    ("/", "Start"), ("/job", "My job"), ("/firm", "My firm"), ("/economy", "Economy"),
    ("/answers", "Answers"), ("/sources", "Sources"),
)  # fmt: skip
"""The six doors: address and name."""
MADE = {"plan.pdf": "pdf", "slides.pptx": "slides"}
"""Files of a plan that are made when they are asked for -> the part of the face that makes them."""
_KEY = re.compile(r"^\w+ = ")
"""How a problem names the value that is wrong, which stands beside it in a form."""
NOT_FOUND, WRONG_INPUT = 404, 422
"""Statuses of a name that is not known, and of another input that cannot be used."""


@dataclass(frozen=True)
class Page:
    """A page as it is sent.

    tables : CSV by name, which the page's charts and tables link to
    firm : what it knows of the firm that is being planned, for the next step
    content : of a file that was made in its place
    problems : that it tells and nothing else, so that another page can tell them
    """

    html: str
    status: int = 200
    tables: Mapping[str, str] = field(default_factory=dict)
    firm: Mapping[str, Any] = field(default_factory=dict)
    content: bytes = b""
    problems: tuple[str, ...] = ()


def filled(
    template: str, door: str, status: int = 200, tables: Mapping[str, str] | None = None, **given: Any
) -> Page:
    """A page from a template.

    door : address of the door that it lies behind
    given : everything that the template names; a name that is missing is an error
    """
    from reallocate import __version__

    usual = {"countries": planned_countries(), "money": shown_money().mark, "origins": ()}
    html = _environment().get_template(template).render(
        doors=DOORS, door=door, version=__version__, **{**usual, **given}
    )
    return Page(html, status, tables or {})


def fragment(template: str, **given: Any) -> str:
    """A part of a page, which a page that is open asks for."""
    return _environment().get_template(template).render(**given)


class ProgramFault(Exception):
    """A fault of the program in another process; says only where it is."""


def place_of(error: BaseException) -> str:
    """Kind and place of a fault of the program, never what was asked."""
    if isinstance(error, ProgramFault):
        return str(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}, line {frame.lineno}"


def unanswered(status: int, problems: Sequence[str], door: str) -> Page:
    """A page that says why there is no answer.

    door : address to go back to
    """
    page = filled("refused.html.jinja", door, status, problems=problems)
    return replace(page, problems=tuple(problems))


def refused(error: ReallocateError, door: str, template: str = "", **given: Any) -> Page:
    """The page of an input that cannot be used: every problem as it is told elsewhere.

    template : with the form to mend, if there is one
    given : what it names besides, or the problems in other words
    """
    status = NOT_FOUND if isinstance(error, UnknownName) else WRONG_INPUT
    problems = [in_python(str(one)) for one in error.problems]
    if not template:
        return unanswered(status, problems, door)
    return filled(template, door, status, **{"problems": problems, **given})


def field_faults(error: ReallocateError, fields: Mapping[str, str] | None = None) -> dict[str, str]:
    """What is wrong with each field of a form, to stand beside it; reasons and near names stand above it.

    fields : (option or label in the error) name of the field, where the form calls it otherwise
    """
    names, found = fields or {}, dict[str, str]()
    for one in error.problems:
        option = one.where.removeprefix("--").replace("-", "_") if one.where.startswith("--") else one.where
        text = _KEY.sub("", in_python(str(replace(one, where="", why="", nearest=()))))
        name = names.get(option, option)
        found[name] = f"{found[name]} {text}" if name in found else f"{text[:1].upper()}{text[1:]}"
    return found


def _written(value: object) -> object:
    """Words as a page shows them; HTML that is ready stays as it is."""
    return without_signed_zero(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reallocate.web", "templates"),
        autoescape=True,
        finalize=_written,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["patterns"] = patterns()
    return environment


INPUT, RESULT, SCRATCH, FIRST = "draft", "result", "scratch", "first.html"
"""In the folder of one plan: what it starts from, what it becomes, what it needs meanwhile, and the sections
of its first answer."""


QUICK, SOLVE, MARKET = "quick", "solve", "market"
"""Lines that wait for different things: pages made in under a second, solves, and runs of the market."""


GONE = 404
