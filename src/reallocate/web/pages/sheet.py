"""Two-page sheets for the works council and the board, of a cut or of a plan."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

import reallocate
from reallocate.api.country import code_of, country_sources
from reallocate.api.cut import changes
from reallocate.api.sheet import sheet_result
from reallocate.kernel.errors import ReallocateError
from reallocate.render.page import sheet_body
from reallocate.render.readers import READERS, SHEETS
from reallocate.web.link import Call
from reallocate.web.page import Page, filled
from reallocate.web.pages.firm import COUNTRY, cut_answer, read_form, request
from reallocate.web.pages.own_figures import believed_typed, firm_of, own_typed

_DOOR = "/firm"


def of_cut(form: tuple[tuple[str, str], ...], reader: str) -> Page:
    """The sheet of a firm and a cut as the form of cut or wait has them; its page with faults beside fields.

    form : names and values as they were filled in
    reader : council or board
    """
    try:
        found = _call(form).result()
    except ReallocateError:
        return cut_answer(form)
    return _page(sheet_result(found, _quiet), reader, _DOOR)


def _call(form: tuple[tuple[str, str], ...]) -> Call:
    """The call that answers a form of cut or wait, with what turns it."""
    own, typed = own_typed(dict(form))
    believed, given = believed_typed(typed)
    fields, figures = read_form(given, own, firm_of(given.get("industry", ""), given.get(COUNTRY, "")))
    asked = {**fields, "industry": fields.get("industry", ""), "people": fields.get("people", 0)}
    return request(asked, believed, figures)


def of_folder(folder: str, reader: str, back: str) -> Page:
    """The sheet of a saved plan or cut.

    back : address of the page that it belongs to
    """
    return _page(sheet_result(reallocate.open(folder), _quiet), reader, back)


def waiting(reader: str, address: str, back: str, form: tuple[tuple[str, str], ...] = ()) -> Page:
    """That a sheet is being made, and what is solved for it.

    address : that makes it
    back : address of the page that it belongs to
    form : what is sent along
    """
    return filled(
        "sheet_wait.html.jinja", _DOOR, reader=READERS[reader], address=address, back=back, form=form,
        changes=len(changes()),
    )  # fmt: skip


def _quiet(stage: str) -> None:
    """Nobody is told."""


def _page(result: Any, reader: str, back: str) -> Page:
    sheet = result.sheet_of(reader)
    page = filled(
        "sheet.html.jinja", _DOOR, sheet=sheet, body=Markup(sheet_body(sheet)), back=back,
        origins=country_sources(code_of(result.facts)),
    )  # fmt: skip
    return Page(page.html, page.status, {SHEETS[reader]: result.sheet(reader)})
