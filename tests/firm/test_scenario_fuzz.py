"""Whatever is written in a scenario or a role table: a firm to be planned, or problems that are said; never more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import (
    _read_scenario,
    load_scenario,
    scenario_from_flags,
)
from reallocate.firm.request.studies import studies_folder
from reallocate.firm.request.written import new_study
from reallocate.kernel.errors import InputError, ReallocateError
from reallocate.kernel.faults import fields_of, model_in
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.schema import FILE
from reallocate.roster.roles import read_roles
from reallocate.work.world import World

EXAMPLES = 60
FEW = EXAMPLES // 3
LOOSE = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
SLOW = settings(LOOSE, max_examples=FEW)
ROLES = (
    "code,title,headcount,loaded_cost,open_positions,fte,contractors,level\n"
    "43-4051,Help desk,400,70000,2,1,3,A\n15-1252,Makers,200,190000,,0.5,,B\n11-3021,Heads,50,260000,1,1,0,B\n"
)
LEAST = 'name = "x"\nroles = "roles.csv"\nquarters = 4\n'

# Values of every type, some in place, most not.
ODD = (
    "0", "-0.0", "1", "-1", "0.5", "1e-320", "1e308", "-1e308", "1e999", "nan", "-inf", "inf", "9" * 40, "9" * 400,
    "0x10", "true", "false", '""', '"x"', '"é\\u0000\\U0001F600"', "'../roles.csv'", '"/"', f'"{"a" * 5000}"', '"all"',
    '"43-4051"', '"2026-07"', '"9999-12"', '"0000-01"', "2026-05-20", "2026-05-20T10:00:00Z", "10:00:00", "[]", "[[]]",
    "[1, 2]", "[2, 1]", "[0.0, nan]", '["43-4051"]', '["", "é"]', "{}", "{ x = 1 }", '{ "43-4051" = 1e9 }', "{ all = 2 }",
    '[{ grade = "D" }]', '{ share = 0.1, count = 5 }', '{ count = 1e300 }', '{ share = 1e-320, from = "plan" }', '"""a\nb"""',
)  # fmt: skip
JUNK = (
    "=",
    "[",
    "]]",
    '"',
    "'''",
    "#",
    "\\",
    "\x00",
    "\ufeff",
    "\r",
    "\u2028",
    "[x]",
    "[[past]]",
    "[past]",
    "[levers.ai]",
)
BYTES = st.one_of(
    st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
VALUE = st.one_of(
    st.sampled_from(ODD),
    st.integers().map(str),
    st.floats().map(lambda number: repr(number)),
    st.text(max_size=20).map(json.dumps),
    st.recursive(
        st.sampled_from(ODD), lambda one: st.lists(one, max_size=3).map(lambda many: f"[{', '.join(many)}]")
    ),
)


def places(model: Any = Scenario, before: str = "") -> list[str]:
    """Every key of the schema, dotted."""
    found = []
    for name, field in fields_of(model).items():
        found.append(before + name)
        inner = model_in(field.annotation)
        if inner is not None:
            found += places(inner, f"{before}{name}.")
    return found


KEYS = [
    *places(),
    *(f"parameters.{name}" for name in Parameters.default().names),
    "promises.keep_at_least.all",
]
KEY = st.one_of(
    st.sampled_from(KEYS), st.text(max_size=8).map(json.dumps), st.sampled_from(["nme", "levers.x", "past.0"])
)
LINE = st.builds(lambda key, value: f"{key} = {value}", KEY, VALUE)


def read(text: str) -> Scenario | None:
    """The scenario, or none where it is refused with words."""
    try:
        return _read_scenario(text, Path("x/scenario.toml"))
    except InputError as error:
        assert error.problems and all(str(problem).strip() for problem in error.problems)
        return None


@pytest.mark.long
@given(BYTES)
@LOOSE
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(content)
    try:
        assert isinstance(load_scenario(file), Scenario)
    except InputError as error:
        assert error.problems and all(str(problem).strip() for problem in error.problems)


@pytest.mark.long
@given(st.lists(LINE, max_size=6), st.booleans())
@LOOSE
def test_any_values_at_any_place(lines: list[str], whole: bool) -> None:
    read((LEAST if whole else "") + "\n".join(lines))


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000 + "]" * 5000,
        "a = " + "{a=" * 3000 + "1" + "}" * 3000,
        ".".join(["a"] * 3_000) + " = 1",
        "[" + ".".join(["a"] * 3_000) + "]",
        LEAST + "headcount = " + "9" * 10_000,
        LEAST + "quarters = " + "9" * 4_000,
        LEAST + "quarters = 0x" + "f" * 9_000,
        LEAST + "group_below = 1" + "0" * 400,
        LEAST + "[parameters]\nquits_per_month = " + "[" * 900 + "]" * 900,
        LEAST + 'title = "' + "é" * 100_000 + '"',
        LEAST + '[past]\nx = 1\n[[past]]\nyear = 2025',
    ],
)  # fmt: skip
def test_what_is_deep_or_long_is_refused_with_words_or_read(text: str) -> None:
    read(text)


@pytest.fixture(scope="module")
def written(world: World, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Scenarios that can be read: those that ship, and one as `reallocate new` writes it."""
    new = new_study(world, scenario_from_flags(["524100"], 2000), tmp_path_factory.mktemp("new"))
    files = [*sorted(studies_folder().glob(f"*/{FILE}")), new.folder / FILE]
    return [file.read_text(encoding="utf-8") for file in files]


@pytest.mark.long
@given(st.data())
@LOOSE
def test_a_scenario_with_lines_dropped_doubled_and_replaced(written: list[str], data: st.DataObject) -> None:
    read(mutated(data, data.draw(st.sampled_from(written))))


def mutated(data: st.DataObject, text: str) -> str:
    """The text after one to four slips of the pen."""
    lines = text.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        slip = data.draw(st.sampled_from(["drop", "double", "value", "uncomment", "junk", "swap", "line"]))
        key, _, _ = lines[at].partition("=")
        lines[at : at + 1] = {
            "drop": lambda: [],
            "double": lambda at=at: [lines[at], lines[at]],
            "value": lambda key=key: [f"{key}= {data.draw(VALUE)}"],
            "uncomment": lambda at=at: [lines[at].lstrip("# ")],
            "junk": lambda at=at: [lines[at] + data.draw(st.sampled_from(JUNK))],
            "swap": lambda at=at: [lines[at - 1]],
            "line": lambda at=at: [lines[at], data.draw(LINE)],
        }[slip]() or [""]
    return "\n".join(lines)


CELL = st.one_of(
    st.sampled_from(["", "-1", "0", "1e308", "1e-320", "nan", "inf", "1,5", "$5", "5%", "43-4051", "99-9999", '"', "\x00"]),
    st.text(max_size=6),
)  # fmt: skip


@st.composite
def role_tables(draw: st.DrawFn) -> bytes:
    """The table of roles with some cells replaced, a row doubled or dropped, or some bytes put in."""
    cells = [line.split(",") for line in ROLES.splitlines()]
    for _ in range(draw(st.integers(0, 3))):
        row, column = draw(st.integers(0, len(cells) - 1)), draw(st.integers(0, len(cells[0]) - 1))
        if draw(st.booleans()):
            cells[row][column] = draw(CELL)
        else:
            cells[row : row + 1] = [list(cells[row])] * draw(st.integers(0, 2)) or [[""] * len(cells[0])]
    text = "\n".join(",".join(row) for row in cells).encode("utf-8", "replace")
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.one_of(st.just(b""), st.binary(max_size=4))) + text[at:]


@pytest.mark.long
@given(st.one_of(role_tables(), BYTES))
@LOOSE
def test_any_role_table(world: World, tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(content)
    try:
        table = read_roles(file, world)
    except InputError as error:
        assert error.problems and all(str(problem).strip() for problem in error.problems)
    else:
        assert (table.roles["headcount"] >= 0).all()


@given(st.data(), st.one_of(st.just(ROLES.encode()), role_tables()))
@SLOW
def test_what_can_be_read_is_prepared_or_refused(
    world: World,
    written: list[str],
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
    roles: bytes,
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    (folder / "roles.csv").write_bytes(roles)
    lines = "\n".join(data.draw(st.lists(LINE, max_size=3)))
    text = data.draw(
        st.one_of(st.just(LEAST + lines), st.sampled_from(written).map(lambda one: mutated(data, one)))
    )
    found = read(text)
    if found is None:
        return
    tiny = found.model_copy(update={"roles": found.roles and "roles.csv", "roster": ""})
    try:
        prepared = prepare(world, tiny.placed_in(folder))
    except ReallocateError as error:
        assert error.problems and all(str(problem).strip() for problem in error.problems)
    else:
        prepared.setting.inputs()
