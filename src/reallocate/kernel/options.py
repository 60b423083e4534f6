"""Options of a request, each declared once: Python, command, form and file are made from the declaration."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from inspect import Parameter, Signature
from pathlib import Path
from types import UnionType
from typing import (
    Any,
    ClassVar,
    Concatenate,
    Literal,
    ParamSpec,
    TypeVar,
    Union,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from reallocate.kernel.errors import InputError, Problem, UnknownName, nearest

_P = ParamSpec("_P")
_R = TypeVar("_R")
_S = TypeVar("_S")
_T = TypeVar("_T")

Names = str | Sequence[str]
"""One name, or several."""
File = str | Path
Amount = str | float
"""A share as "10%", or a number."""
Amounts = str | float | Mapping[str, Any] | Sequence[str]
"""A share of all, or a number or share by name, as a table or as texts `NAME=NUMBER`."""
Assignments = Mapping[str, Any] | Sequence[str]
"""A table of values by name, or texts such as `demand_growth=0.02`."""

RESULT, RUN, ASSUMPTIONS, ROSTER = "Result", "Run", "Assumptions", "Firm from a roster"
"""Headings under which options stand in a help page."""
Kind = Literal["flag", "whole", "number", "text", "file", "several", "files"]


@dataclass(frozen=True)
class Blank:
    """How a form asks for an option.

    text : the sentence, with {} where the value is typed
    example : stands beside the sentence
    help : stands beside it too; the option's own where there is none
    choices : (value, words) of a blank that is chosen from, the first where nothing is chosen
    goes_on : the sentence goes on from the option before
    label : what the blank is, where the words around it do not say it
    size, longest : of the field [characters]
    """

    text: str
    example: str = ""
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    goes_on: bool = False
    label: str = ""
    size: int = 0
    longest: int = 200

    @property
    def before(self) -> str:
        """The words before the field."""
        return self.text.partition("{}")[0]

    @property
    def after(self) -> str:
        """The words after it."""
        return self.text.partition("{}")[2]


@dataclass(frozen=True)
class Option:
    """One option of a request, as every door reads it.

    name : its keyword in Python and its field in a form
    type : of what may be given
    place : of the key that it sets, such as `("levers", "hiring_freeze_quarters")`; empty where it is of the
        run alone
    is_section : its value is a table that sets several keys of the section at its place
    help : what it is, in the words of a command
    python : the same in the words of Python, where they differ
    panel : heading in a help page
    spelt : how a command writes it, where not as `--name`; a short name may follow
    argument : a command takes it without an option's name
    is_rare : a help page shows it only with --help-all
    reads : (value, flag) → value as the key has it
    """

    name: str
    type: Any
    default: Any
    place: tuple[str, ...] = ()
    is_section: bool = False
    help: str = ""
    python: str = ""
    panel: str | None = None
    spelt: tuple[str, ...] = ()
    argument: bool = False
    is_rare: bool = False
    reads: Callable[[Any, str], Any] | None = None
    blank: Blank | None = None

    @property
    def flag(self) -> str:
        """How a command writes it, and how errors name it."""
        return self.spelt[0] if self.spelt else f"--{self.name.replace('_', '-')}"

    @property
    def in_python(self) -> str:
        """What it is, as the line of an argument."""
        words = self.help.removesuffix(".")
        return self.python or (words if words[:2].isupper() else f"{words[:1].lower()}{words[1:]}")

    @property
    def kind(self) -> Kind:
        """What one value is."""
        parts = _parts(self.type)
        origins = [get_origin(one) for one in parts]
        if Mapping in origins or Sequence in origins or list in origins:
            inside = [kind for one in parts for of in get_args(one) for kind in _parts(of)]
            return "files" if Path in inside else "several"
        if Path in parts:
            return "file"
        if str in parts or Literal in origins:
            return "text"
        if float in parts:
            return "number"
        return "whole" if int in parts else "flag"

    def read(self, value: Any) -> Any:
        """A value as its key has it; `InputError` where it cannot be read."""
        return value if self.reads is None else self.reads(value, self.flag)


@dataclass(frozen=True)
class _Declared:
    """An option as a request declares it: its default, and what else its declaration says."""

    default: Any
    says: Mapping[str, Any]


def option(
    place: str = "", help: str = "", panel: str | None = None, *spelt: str, default: Any = None, **more: Any
) -> Any:
    """An option that may be left out, as the default of a request's field.

    place : of its key, with dots; a section with a dot at its end
    more : further fields of `Option`
    """
    parts = tuple(part for part in place.split(".") if part)
    says = {"place": parts, "is_section": place.endswith("."), "help": help, "panel": panel}
    return _Declared(default, {**says, "spelt": spelt, **more})


def argument(help: str = "", *, kw_only: Literal[False], default: Any = Parameter.empty, **more: Any) -> Any:
    """What a function takes first, and a command without an option's name."""
    return _Declared(default, {"help": help, "argument": not kw_only, **more})


def reworded(
    request: type[Request],
    name: str,
    help: str,
    panel: str | None = None,
    *,
    default: Any = None,
    **more: Any,
) -> Any:
    """An option of another request in words of one's own.

    more : further fields of `Option`
    """
    declared = request.declared[name]
    return _Declared(default, {**declared.says, "help": help, "panel": panel, **more})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(argument,))
class Request:
    """What is asked of a function: its fields are keywords of Python, options of a command, blanks of a form.

    Requests are put together by inheritance; options come in the order of the bases, then one's own. To type
    checkers a request is a dataclass. It is none, since Python takes a tenth of a second to make a hundred.
    """

    declared: ClassVar[Mapping[str, _Declared]] = {}

    def __init_subclass__(cls) -> None:
        of_bases = [pair for base in cls.__bases__ for pair in getattr(base, "declared", {}).items()]
        own = [(name, one) for name, one in vars(cls).items() if isinstance(one, _Declared)]
        together = dict(of_bases) | dict(reversed(of_bases)) | dict(own)
        cls.declared = dict(sorted(together.items(), key=lambda pair: not pair[1].says.get("argument")))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        request: Any = type(self)
        bound = _signature(request).bind(*arguments, **named)
        bound.apply_defaults()
        vars(self).update(bound.arguments)


def options(request: type[Request]) -> tuple[Option, ...]:
    """Every option of a request, in its order; arguments come first."""
    known: Any = request
    return _options(known)


@cache
def _options(request: Any) -> tuple[Option, ...]:
    types = get_type_hints(request)
    return tuple(
        Option(name=name, type=types[name], default=one.default, **one.says)
        for name, one in request.declared.items()
    )


@cache
def _signature(request: Any) -> Signature:
    """The keywords of a request; what is named for type checkers alone is shown by its name."""
    written = {
        name: text
        for one in reversed(request.__mro__)
        for name, text in vars(one).get("__annotations__", {}).items()
    }
    parameters = [
        Parameter(
            one.name,
            Parameter.POSITIONAL_OR_KEYWORD if one.argument else Parameter.KEYWORD_ONLY,
            default=one.default,
            annotation=written[one.name] if "typing.Any" in repr(one.type) else one.type,
        )
        for one in options(request)
    ]
    return Signature(parameters)


def given(request: Request, of: type[Request] | None = None, but: Collection[str] = ()) -> dict[str, Any]:
    """What a request says, by name; what is left out of a command or of Python is not in it.

    of : only what this other request has too
    but : names that are left out
    """
    said = vars(request)
    names = [name for name in (of or type(request)).declared if name in said and name not in but]
    return {name: said[name] for name in names if said[name] is not None}


def as_names(given: Names, _: str = "") -> tuple[str, ...] | None:
    """One or more names as a scenario writes them; nothing where there is none."""
    return ((given,) if isinstance(given, str) else tuple(given)) or None


def takes(request: Callable[_P, _R]) -> Callable[[Callable[[_R], _T]], Callable[_P, _T]]:
    """A function of a request becomes one of the request's own keywords.

    A type checker sees them with their types, since it knows the constructor of a request.
    """

    def decorate(function: Callable[[_R], _T]) -> Callable[_P, _T]:
        @wraps(function)
        def call(*arguments: _P.args, **named: _P.kwargs) -> _T:
            _must_be_known(function, named, request)
            return function(request(*arguments, **named))

        return cast("Callable[_P, _T]", _described(call, request, ()))

    return decorate


def method_takes(
    request: Callable[_P, _R],
) -> Callable[[Callable[[_S, _R], _T]], Callable[Concatenate[_S, _P], _T]]:
    """The same for a function of an object or class and a request."""

    def decorate(function: Callable[[_S, _R], _T]) -> Callable[Concatenate[_S, _P], _T]:
        @wraps(function)
        def call(self: _S, /, *arguments: _P.args, **named: _P.kwargs) -> _T:
            _must_be_known(function, named, request)
            return function(self, request(*arguments, **named))

        own = Parameter("self", Parameter.POSITIONAL_ONLY)
        return cast("Callable[Concatenate[_S, _P], _T]", _described(call, request, (own,)))

    return decorate


def _described(call: Any, request: Any, before: tuple[Parameter, ...]) -> Any:
    """A function with signature and description of its request, for help and notebooks."""
    returns, own = Signature.from_callable(call).return_annotation, _signature(request)
    call.__signature__ = own.replace(
        parameters=[*before, *own.parameters.values()], return_annotation=returns
    )
    says, _, raises = (call.__doc__ or "").partition("\n\n")
    lines = [f"{one.name} : {one.in_python}" for one in options(request)]
    call.__doc__ = "\n".join([says, "", *lines, raises.strip()]).rstrip()
    return call


def _must_be_known(function: Any, named: Mapping[str, Any], request: Any) -> None:
    known, of = list(request.declared), function.__qualname__.removesuffix(".__init__")
    if unknown := [name for name in named if name not in known]:
        remedy = f"It takes {', '.join(known)}."
        raise UnknownName(
            Problem(f"{of} has no argument {name!r}", remedy=remedy, nearest=nearest(name, known))
            for name in unknown
        )


def _parts(of: Any) -> list[Any]:
    """The types that a union is made of, without nothing."""
    if get_origin(of) in (Union, UnionType):
        return [part for one in get_args(of) for part in _parts(one)]
    return [] if of is type(None) else [of]


FLAG = "--set"
_NUMBER = "Write NAME=VALUE with a number, such as --set demand_growth=0.02."


def numbers(given: Assignments | None, flag: str = FLAG) -> dict[str, float]:
    """Assumptions by name.

    flag : for errors
    Raises `InputError` with everything that is no number.
    """
    values, problems = {}, []
    for name, value in _pairs(given, _NUMBER, flag).items():
        try:
            values[name] = float(value)
        except (TypeError, ValueError):
            what = f"{f'{name}={value}'!r} is not an assumption and its value"
            problems.append(Problem(what, flag, _NUMBER))
    if problems:
        raise InputError(problems)
    return values


def keys(given: Assignments | None, flag: str = FLAG) -> dict[str, Any]:
    """Keys of a scenario and their values, by dotted name; a value from a text stays a text.

    flag : for errors
    """
    return _pairs(given, f"Write KEY=VALUE, such as {flag} laws.separation=0.02.", flag)


def _pairs(given: Assignments | None, remedy: str, flag: str) -> dict[str, Any]:
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return dict(given)
    problems = [Problem(f"{text!r} has no =", flag, remedy) for text in given if "=" not in text]
    if problems:
        raise InputError(problems)
    pairs = (text.partition("=") for text in given)
    return {name.strip(): value.strip() for name, _, value in pairs}


class Assumed(Request):
    """Assumptions that a user sets."""

    set: Assignments | None = option(
        "parameters.",
        "Value of an assumption, NAME=VALUE; repeatable. `reallocate data --params` lists them.",
        ASSUMPTIONS,
        python='assumptions by name, such as {"demand_growth": 0.02}',
        reads=numbers,
    )
