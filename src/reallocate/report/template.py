"""Pages made of templates: where they lie, what they are given, and a file that is written whole."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from reallocate.measure.written import without_signed_zero
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


def write_whole(text: str, path: Path) -> Path:
    """Write a page, whole or not at all.

    text : of the page
    path : the file to write
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    partial.replace(path)
    return path


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
