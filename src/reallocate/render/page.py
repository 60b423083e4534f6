"""Sections as one self-contained page for screen, phone and paper; two-page sheets; a tagged PDF."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from reallocate.kernel.blocks import Beside, Block, Grid, Picture, Prose, Section, Sheet, chart_grid
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.number import without_signed_zero
from reallocate.render.drawing import both, for_paper, patterns, plain_style, static

if TYPE_CHECKING:
    from jinja2 import Environment


_LARGEST = 2_000_000
"""Bytes that a page with charts may have at most."""
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
TRADE = "work between people and AI compute"


def page(
    title: str, version: str, sections: Sequence[Section], *, lead: Sequence[str] = (), about: str = TRADE
) -> str:
    """The page as HTML; it asks for no address, and only its own scripts run, where it has charts.

    lead : sentences below the title
    about : what the page is of, above the title
    """
    kinds = {block.kind for section in sections for block in _each(section.blocks)}
    scripts = (static("page.js"),) if any(one.folded for one in sections) else ()
    return _rendered(
        "page.html.jinja",
        title=title,
        version=version,
        policy=_POLICY.format(scripts=" ".join(_script_hash(script) for script in scripts) or "'none'"),
        style=static("tokens.css") + static("plot.css") + static("page.css"),
        patterns=patterns() if "picture" in kinds else "",
        scripts=scripts,
        sections=sections,
        lead=lead,
        about=about,
        answer=_answer(sections[0]) if sections else "",
        folded="; ".join(one.title for one in sections if one.folded and not one.inside),
    )


def _each(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every block, those of two columns too."""
    for one in blocks:
        if isinstance(one, Beside):
            yield from (*one.left, *one.right)
        else:
            yield one


def _answer(section: Section) -> str:
    """The sentence that is the heading of the whole page; "" where no section has one."""
    said = (one for one in section.blocks if isinstance(one, Prose) and one.tone == "answer")
    return next((line for one in said for line in one.sentences), "")


def fragment(title: str, blocks: Sequence[Block]) -> str:
    """Blocks as HTML that may stand within another page, such as a notebook: charts as drawings."""
    drawn = any(block.kind == "picture" for block in blocks)
    return _rendered(
        "fragment.html.jinja", title=title, blocks=blocks,
        style=static("fragment.css") + (plain_style() if drawn else ""), patterns=patterns() if drawn else "",
    )  # fmt: skip


def _rendered(template: str, **given: Any) -> str:
    """A template filled in.

    given : everything that it names; a name that is missing is an error
    """
    return _environment().get_template(template).render(**given)


def _script_hash(script: str) -> str:
    """What a page's policy must name for a script to be allowed to run.

    script : the text between the script tags
    """
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def script_json(value: object) -> str:
    """JSON that may stand in a script element of a page.

    value : anything that JSON can hold
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


class _Drawn:
    """A picture in its two forms: drawn in two widths, and as a table.

    room : that the drawing has, as for `both`
    """

    def __init__(self, picture: Picture, room: str = "main") -> None:
        chart, frame = picture.chart, picture.frame
        self.name, self.reading = chart.name, chart.how_to_read(frame)
        self.title, self.below = chart.headed(frame)
        self.svg = both(room, chart.spoken(frame), chart.drawing(frame))
        self.grid: Grid = chart_grid(chart, frame)


def _written(value: object) -> object:
    """Words as a page shows them; HTML that is ready stays as it is."""
    ready = hasattr(value, "__html__")
    return without_signed_zero(value) if isinstance(value, str) and not ready else value


@cache
def _environment() -> Environment:
    """The templates; loaded where a page is written, since a first answer on a terminal needs none."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("reallocate.render", "templates"),
        autoescape=True,
        finalize=_written,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["for_script"] = script_json
    environment.filters["drawn"] = _Drawn
    return environment


def sheet_page(version: str, sheet: Sheet) -> str:
    """A sheet as HTML: two printed pages, which ask for no address and run nothing."""
    return _rendered(
        "sheet.html.jinja",
        version=version,
        policy=_POLICY.format(scripts="'none'"),
        style=static("tokens.css") + static("plot.css") + static("sheet.css"),
        patterns=patterns(),
        sheet=sheet,
    )


def sheet_body(sheet: Sheet) -> str:
    """The pages of a sheet as HTML that may stand within another page."""
    return _rendered("sheet_body.html.jinja", sheet=sheet)


_INSTALL = "python -m pip install 'reallocate[pdf]'"
_PANGO = (
    "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation, brew install pango"
)
_NONE_HERE = "no PDF can be made here"
_STILL = (
    "details > *, nav { display: none !important } "
    "details.fold > summary { display: block !important } "
    ".cards { grid-template-columns: repeat(4, 1fr) !important }"
)
"""As a browser prints it: what is folded stays in the page, and cards stand side by side."""


def weasyprint() -> Any:
    """The library; `InputError` with what installs it, or Pango, where it is not there."""
    why = "A PDF is made by WeasyPrint, which an ordinary installation does not have."
    try:
        import weasyprint as found
    except ModuleNotFoundError as error:
        raise InputError(Problem(_NONE_HERE, "--pdf", why, f"Install it: {_INSTALL}")) from error
    except OSError as error:
        why = "WeasyPrint is installed, but not the library Pango, which sets its type."
        raise InputError(Problem(_NONE_HERE, "--pdf", why, f"Install it: {_PANGO}")) from error
    return found


def pdf(pages: Sequence[str]) -> bytes:
    """One document of these pages, each an HTML file that needs nothing else.

    The identity of the file is made from the pages, and no time is written.
    """
    found = weasyprint()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    sheets = [found.CSS(string=_STILL)]
    made = [
        found.HTML(string=for_paper(page), url_fetcher=_nothing).render(stylesheets=sheets) for page in pages
    ]
    every = [page for document in made for page in document.pages]
    identity = hashlib.sha256("\n".join(pages).encode()).digest()[:16]
    content: bytes = made[0].copy(every).write_pdf(pdf_tags=True, pdf_identifier=identity)
    return content


def _nothing(url: str, *further: Any, **named: Any) -> Any:
    raise ValueError(f"a page asks for an address: {url[:80]}")
