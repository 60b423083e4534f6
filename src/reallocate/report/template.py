"""Pages made of templates: where they lie, and what they are given."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from reallocate.measure.number import without_signed_zero
from reallocate.report.embed import as_json


def rendered(template: str, **given: Any) -> str:
    """A page as HTML.

    template : its file
    given : everything that it names; a name that is missing is an error
    """
    return _environment().get_template(template).render(**given)


@cache
def static(name: str) -> str:
    """A style or script that ships.

    name : its file
    """
    return resources.files("reallocate.report").joinpath("static", name).read_text(encoding="utf-8")


def _written(value: object) -> object:
    """Words as a page shows them; HTML that is ready stays as it is."""
    ready = hasattr(value, "__html__")
    return without_signed_zero(value) if isinstance(value, str) and not ready else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reallocate.report", "templates"),
        autoescape=True,
        finalize=_written,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["for_script"] = as_json
    return environment
