"""What every part of a scenario file is made of: keys with unit, default, range and meaning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar, Literal, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr
from pydantic.fields import FieldInfo

from reallocate.kernel.errors import Problem, UnknownName


def key(default: Any, says: str, unit: str = "", example: Any = None, **limits: Any) -> Any:
    """A key of the scenario file.

    default : `...` where the key must be given
    says : what it is, in a sentence a reader understands
    unit : of a number
    example : a value that may stand there, where the default is nothing
    limits : as for pydantic's `Field`
    """
    return Field(default, description=says, json_schema_extra={"unit": unit, "example": example}, **limits)


def extra(field: FieldInfo, name: str) -> Any:
    """What `key` was given beside pydantic's own: unit or example; nothing where it is none of our keys."""
    return field.json_schema_extra.get(name) if isinstance(field.json_schema_extra, dict) else None


def described(section: type[BaseModel], name: str) -> str:
    """What a key is, as the sentence of an option: with unit, choices and an example."""
    field = section.model_fields[name]
    says, unit, example = str(field.description), extra(field, "unit"), extra(field, "example")
    text = f"{says[:1].upper()}{says[1:]}{f' [{unit}]' if unit else ''}"
    if get_origin(field.annotation) is Literal:
        return f"{text}: {', '.join(get_args(field.annotation))}."
    if isinstance(example, dict):
        shown = [f"{value:g}" if who == "all" else f"{who}={value:g}" for who, value in example.items()]
        return f"{text}; repeatable, such as {' or '.join(shown)}."
    if isinstance(example, tuple):
        return f"{text}; repeatable, such as {example[0]}."
    return f"{text}, such as {example}." if isinstance(example, str) else f"{text}."


def described_in_python(section: type[BaseModel], name: str) -> str:
    """The same as the line of an argument."""
    field = section.model_fields[name]
    unit, example = extra(field, "unit"), extra(field, "example")
    shown = f", such as {json.dumps(example)}" if isinstance(example, dict | tuple) else ""
    return f"{f'[{unit}] ' if unit else ''}{field.description}{shown}"


class Section(BaseModel):
    """A part of a scenario: nothing may stand in it that is not declared."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        validate_by_name=False,
        validate_by_alias=True,
        defer_build=True,
    )


class ScenarioFile(Section):
    """A whole scenario, which other files may belong to."""

    _folder: Path | None = PrivateAttr(default=None)

    @property
    def folder(self) -> Path | None:
        """The folder that the scenario was read from; other files are looked for there."""
        return self._folder

    def path(self, file: str) -> Path:
        """A file that the scenario names; looked for beside the scenario's own."""
        return (self._folder or Path()) / file

    def placed_in(self, folder: Path | None) -> Self:
        """The same scenario, read from a folder.

        folder : where its other files are
        """
        placed = self.model_copy()
        placed._folder = folder
        return placed


FILE = "scenario.toml"


def file_in(path: Path, remedy: str) -> Path:
    """The scenario's file in a folder; what is no folder stays.

    remedy : what to do where the folder has none
    Raises `UnknownName` there.
    """
    file = path / FILE if path.is_dir() else path
    if file != path and not file.is_file():
        raise UnknownName(Problem(f"the folder holds no {FILE}", str(path), remedy))
    return file
