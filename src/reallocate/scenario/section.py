"""What every part of a scenario file is made of: keys with unit, default, range and meaning."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def key(default: Any, says: str, unit: str = "", example: Any = None, **limits: Any) -> Any:
    """A key of the scenario file.

    default : `...` where the key must be given
    says : what it is, in a sentence a reader understands
    unit : of a number
    example : a value that may stand there, where the default is nothing
    limits : as for pydantic's `Field`
    """
    return Field(default, description=says, json_schema_extra={"unit": unit, "example": example}, **limits)


class Section(BaseModel):
    """A part of a scenario: nothing may stand in it that is not declared."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        validate_by_name=False,
        validate_by_alias=True,
    )
