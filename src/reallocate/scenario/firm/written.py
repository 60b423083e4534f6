"""A scenario as the text of a file: every key explained, only what differs from its default in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from reallocate.scenario.faults import fields_of, model_in
from reallocate.scenario.firm.schema import Evidence, Scenario
from reallocate.scenario.lines import Place
from reallocate.scenario.toml_file import toml_value
from reallocate.work.parameters import Parameters

EVIDENT = {"funding.evidence": "pay_settings"}
BOUNDS = (("ge", "at least"), ("gt", "above"), ("le", "at most"), ("lt", "below"))
PREAMBLE = """\
# Scenario of reallocate. Lines that begin with # are not in force. A key shown there has the value
# shown, or is left out where the line says e.g. To change a key, remove the # and write your value.
"""


def scenario_text(
    scenario: Scenario,
    remarks: Mapping[Place, str] | None = None,
    examples: Mapping[Place, Any] | None = None,
) -> str:
    """The text of a scenario file, every key with unit, default and range; read, it is the same scenario.

    remarks : (place of a key) a further comment above it
    examples : (place of a key) what a key that is not in force shows, instead of the schema's example
    """
    remarks, examples = remarks or {}, examples or {}
    lines = [PREAMBLE]
    lines += _section(Scenario, scenario, (), remarks, examples, live=True)
    return "\n".join(lines).rstrip("\n") + "\n"


def key_table(root: type[BaseModel] = Scenario) -> str:
    """Every key of a scenario file as a Markdown table.

    root : the schema of the whole file
    """
    rows = ["| key | meaning | unit | default | range |", "|---|---|---|---|---|"]
    rows += [row for model, place in _models(root) for row in _key_rows(model, place)]
    return "\n".join(rows) + "\n"


def _section(
    model: type[BaseModel],
    value: BaseModel | None,
    place: Place,
    remarks: Mapping[Place, str],
    examples: Mapping[Place, Any],
    live: bool,
) -> Iterator[str]:
    """The lines of a section: its own keys first, as TOML wants it, then the sections in it."""
    parts: list[tuple[str, FieldInfo, Any]] = []
    for name, field in fields_of(model).items():
        given = getattr(value, _attribute(model, name)) if value is not None else None
        if _is_section(field):
            parts.append((name, field, given))
            continue
        here = (*place, name)
        yield from (f"# {line}" for line in _about(field))
        if here in remarks:
            yield f"# {remarks[here]}"
        yield _key_line(name, field, given, examples.get(here), live)
        yield ""
    for name, field, given in parts:
        yield from _part(name, field, given, place, remarks, examples, live)


def _part(
    name: str,
    field: FieldInfo,
    given: Any,
    place: Place,
    remarks: Mapping[Place, str],
    examples: Mapping[Place, Any],
    live: bool,
) -> Iterator[str]:
    here = (*place, name)
    inner = model_in(field.annotation)
    title = ".".join(str(part) for part in here)
    if name == "parameters":
        yield from _parameters(given or {}, field)
    elif inner is Evidence:
        yield from _evidence(title, given or {}, field, live and bool(given))
    elif inner is not None and _is_many(field):
        yield f"# {field.description}; once for each."
        for number, one in enumerate(given or [None]):
            yield f"{'' if one is not None else '# '}[[{title}]]"
            lines = _section(inner, one, here, remarks, examples, live=one is not None)
            # What the keys mean is said once.
            yield from lines if number == 0 else (line for line in lines if line[:1] not in ("", "#"))
            yield ""
    elif inner is not None:
        in_force = live and given is not None
        yield f"# {field.description}."
        yield f"{'' if in_force else '# '}[{title}]"
        yield from _section(inner, given, here, remarks, examples, live=in_force)


def _key_line(name: str, field: FieldInfo, given: Any, example: Any, live: bool) -> str:
    default = None if field.default is PydanticUndefined else field.default
    if live and given is not None and given != default:
        return f"{name} = {toml_value(given)}"
    shown = example if example is not None else _extra(field, "example")
    mark = "  # e.g." if shown is not None else ""
    return f"# {name} = {toml_value(default if shown is None else shown)}{mark}"


def _parameters(given: Mapping[str, float], field: FieldInfo) -> Iterator[str]:
    declared = Parameters.default()
    yield f"# {field.description}."
    yield "[parameters]"
    for name in declared.names:
        about = declared.about(name)
        line = f"{name} = {toml_value(given.get(name, about.value))}"
        says = f"{about.says} [{about.unit}], {about.low:g} to {about.high:g}"
        yield f"{line}  # {says}; default {about.value:g}" if name in given else f"# {line}  # {says}"
    yield ""


def _evidence(title: str, given: Mapping[str, Evidence], field: FieldInfo, live: bool) -> Iterator[str]:
    yield f"# {field.description}."
    yield f"{'' if live else '# '}[{title}]"
    shown = given or {EVIDENT.get(title, "headcount"): Evidence()}
    for name, evidence in shown.items():
        inline = f"{{ grade = {toml_value(evidence.grade.value)}, source = {toml_value(evidence.source)} }}"
        yield f"{'' if live else '# '}{name} = {inline}"
    yield ""


def _about(field: FieldInfo) -> list[str]:
    """What a key is, with unit, range and default."""
    default = field.default
    parts = [str(field.description)]
    if unit := _extra(field, "unit"):
        parts[0] += f" [{unit}]"
    if limits := _range(field):
        parts.append(limits)
    if default is not PydanticUndefined and default not in (None, "", ()):
        parts.append(f"default {toml_value(default)}")
    return ["; ".join(parts)]


def _range(field: FieldInfo) -> str:
    found = {name: getattr(one, name) for one in field.metadata for name, _ in BOUNDS if hasattr(one, name)}
    words = [f"{word} {found[name]:,.10g}" for name, word in BOUNDS if name in found]
    options = _options(field.annotation)
    return ", ".join(options) if options else " and ".join(words)


def _options(annotation: Any) -> list[str]:
    values = getattr(annotation, "__args__", ())
    return (
        [toml_value(value) for value in values] if values and all(isinstance(v, str) for v in values) else []
    )


def _models(root: type[BaseModel]) -> Iterator[tuple[type[BaseModel], str]]:
    yield root, ""
    for name, field in fields_of(root).items():
        inner = model_in(field.annotation)
        if inner is not None:
            yield inner, f"[[{name}]]" if _is_many(field) else f"[{name}]"


def _key_rows(model: type[BaseModel], place: str) -> Iterator[str]:
    for name, field in fields_of(model).items():
        if _is_section(field) and name != "parameters":
            continue
        default = "required" if field.default is PydanticUndefined else toml_value(field.default)
        default = "" if default in ('""', "[]") or field.default in (None, {}) else f"`{default}`"
        default = "required" if field.default is PydanticUndefined else default
        shown = f"`{place}` `{name}`".strip() if place else f"`{name}`"
        yield f"| {shown} | {field.description} | {_extra(field, 'unit')} | {default} | {_range(field)} |"


def _attribute(model: type[BaseModel], name: str) -> str:
    return next(own for own, field in model.model_fields.items() if (field.alias or own) == name)


def _is_section(field: FieldInfo) -> bool:
    return model_in(field.annotation) is not None or get_origin(field.annotation) is dict


def _is_many(field: FieldInfo) -> bool:
    return str(field.annotation).startswith("tuple[")


def _extra(field: FieldInfo, name: str) -> Any:
    extra = field.json_schema_extra
    return extra.get(name) if isinstance(extra, dict) else None
