"""A firm's own figures in the forms of cut or wait and of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import reallocate
from reallocate.kernel.errors import InputError, Problem, ReallocateError
from reallocate.web.link import read_link

OWN = "own_"
"""How the name of an own figure begins in a form."""
BELIEVE = "believe_"
"""How the name of a change begins in a form."""
PAY = "pay_per_head"
"""An argument of `cut` and `plan` that the form has among the own figures."""


def own_typed(typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What a form has of own figures, by the assumption that each replaces; and the rest of it."""
    own = {name.removeprefix(OWN): text for name, text in typed.items() if name.startswith(OWN)}
    return own, {name: text for name, text in typed.items() if not name.startswith(OWN)}


def believed_typed(typed: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """The changes that a form has ticked; and the rest of it."""
    believed = [name.removeprefix(BELIEVE) for name in typed if name.startswith(BELIEVE)]
    return believed, {name: text for name, text in typed.items() if not name.startswith(BELIEVE)}


def own_set(own: Mapping[str, str], firm: Any = None) -> dict[str, float]:
    """The assumptions that own figures set, as `cut` and `plan` take them; every problem at once.

    own : as typed, by the assumption that each replaces
    firm : scenario of the firm; none where its industry is not known
    """
    # Start, which shows an example of these forms, needs no solver.
    from reallocate.api.own_figures import assumed_figures, own_assumptions

    known = {one.about.label: one for one in assumed_figures(firm)}
    labels = {one.about.name: label for label, one in known.items()}
    given = {labels.get(name, name): text for name, text in own.items()}
    read, problems = read_link(given, dict.fromkeys(known, float))
    problems = [_in_its_unit(one, given, known) for one in problems]
    try:
        own_read = {known[label].about.name: value for label, value in read.items()}
        found = own_assumptions(own_read, firm)
    except ReallocateError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return found


def _in_its_unit(problem: Problem, given: Mapping[str, str], known: Mapping[str, Any]) -> Problem:
    """A number that cannot be read, with what to write in the unit of its field."""
    one = known.get(problem.where)
    if one is None or not problem.what.endswith("is no number"):
        return problem
    remedy = f"Write {one.about.with_unit(one.written)}, or another number in that unit."
    return Problem(f"“{given[problem.where]}” is no number", problem.where, remedy)


def own_fields(own: Mapping[str, str], firm: Any = None) -> list[dict[str, str]]:
    """The fields of a form, each with what is assumed and what was typed."""
    from reallocate.api.own_figures import assumed_figures

    return [
        {
            "name": f"{OWN}{one.about.name}", "label": one.about.label, "unit": one.about.unit,
            "assumed": one.written, "help": one.about.help, "value": own.get(one.about.name, ""),
            "range": one.range, "grade": one.grade,
        }
        for one in assumed_figures(firm)
    ]  # fmt: skip


def own_labels(fields: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """(label) name of the field of each own figure, since errors call them by their label.

    fields : as from `own_fields`
    """
    return {one["label"]: one["name"] for one in fields}


def firm_of(industry: str, country: str = "") -> Any:
    """A firm of an industry, for what is assumed of it; none where the industry is not known.

    country : code or name; the home country where it is empty
    """
    from reallocate.api.own_figures import assumed_figures

    if not industry.strip():
        return None
    try:
        firm = reallocate.Scenario.from_industry(industry, 1_000, country=country.strip() or None)
        assumed_figures(firm)
    except ReallocateError:
        return None
    return firm
