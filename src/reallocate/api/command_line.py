"""The command line of a request, made once for the record of its result."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

from reallocate.kernel.start import command_loaded

P = ParamSpec("P")
R = TypeVar("R")

PROGRAM = "reallocate"
NOTHING_SPELT: Mapping[str, str] = MappingProxyType({})
_FILES = ("--roster", "--review", "--given", "--rates", "--reach")
"""Options that name a file about people."""
_NOT_RECORDED = ("workers", "executor", "progress", "first")
"""Arguments that change no result."""

_EXECUTOR = "--executor"
"""Option that names where work runs, which changes no byte of a result."""

_current: ContextVar[str] = ContextVar("command_line", default="")


def command_line() -> str:
    """The command line of the request that is being computed."""
    return _current.get()


@contextmanager
def requested_by(command: str) -> Iterator[None]:
    """What is computed within is recorded as requested by this command line."""
    token = _current.set(command)
    try:
        yield
    finally:
        _current.reset(token)


def recorded(
    verb: str, *positional: str, sub_verb: str = "", spelt: Mapping[str, str] = NOTHING_SPELT
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A function of the face whose request is written as a command line, unless it came as one.

    verb : and sub-verb
    positional : arguments that the command line takes without an option
    sub_verb : argument that is a sub-verb of its name there
    spelt : argument -> its option there, where that is not its own name
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        declared = signature(function)

        @wraps(function)
        def call(*arguments: P.args, **named: P.kwargs) -> R:
            if command_line():
                command_loaded()
                return function(*arguments, **named)
            try:
                given = declared.bind(*arguments, **named).arguments
            except TypeError:
                return function(*arguments, **named)
            with requested_by(_written(verb, positional, sub_verb, given, declared.parameters, spelt)):
                return function(*arguments, **named)

        return call

    return decorate


def without_folders(words: Iterable[str]) -> Iterator[str]:
    """The words of a command; files about people, and absolute paths, by name alone."""
    before = ""
    for word in words:
        option, equals, value = word.partition("=") if word.startswith("--") else ("", "", word)
        is_file = option in _FILES or before in _FILES or Path(value).is_absolute()
        yield f"{option}{equals}{Path(value).name if is_file and value else value}"
        before = word


def without_executor(words: Sequence[str]) -> Iterator[str]:
    """The words of a command but where its work runs."""
    for before, word in zip(("", *words), words, strict=False):
        if _EXECUTOR not in (word, before) and not word.startswith(f"{_EXECUTOR}="):
            yield word


def option_words(given: Mapping[str, Any], spelt: Mapping[str, str] = NOTHING_SPELT) -> list[str]:
    """Arguments as options of the command line: `max_hires=3` is `--max-hires 3`; a list is repeated.

    spelt : argument -> its option, where that is not its own name
    """
    words: list[str] = []
    for name, value in given.items():
        option = spelt.get(name, f"--{name.replace('_', '-')}")
        if value is True:
            words.append(option)
        elif value is not None and value is not False:
            words += [word for text in _texts(name, value) for word in (option, text)]
    return words


def _written(
    verb: str,
    positional: tuple[str, ...],
    sub_verb: str,
    given: Mapping[str, Any],
    declared: Mapping[str, Parameter],
    spelt: Mapping[str, str],
) -> str:
    words, options = verb.split(), dict[str, Any]()
    for name, value in given.items():
        parameter = declared[name]
        if value is None:
            continue
        if name in (*positional, sub_verb):
            words += [name] * (name == sub_verb) + _texts(name, value)
        elif parameter.kind is Parameter.VAR_KEYWORD:
            options |= value
        elif name not in _NOT_RECORDED and (_is_table(value) or value != parameter.default):
            options[name] = value
    return shlex.join([PROGRAM, *without_folders([*words, *option_words(options, spelt)])])


def _is_table(value: Any) -> bool:
    """Whether an argument is a table, which compares by cell; asked without loading its library."""
    return hasattr(value, "to_csv")


def _texts(name: str, value: Any) -> list[str]:
    """A value as the words of a command line; a result or market that no file names as NAME."""
    if isinstance(value, str | Path | int | float):
        return [str(value)]
    if _is_table(value):
        return [f"{name}.csv"]
    if hasattr(value, "model_fields_set"):
        return list(getattr(value, "request_words", ())) or [getattr(value, "name", "") or name.upper()]
    if isinstance(value, Mapping):
        return [f"{key}={one}" for key, one in value.items()]
    if isinstance(value, Iterable):
        return [text for one in value for text in _texts(name, one)]
    return [name.upper()]
