"""Sections as one self-contained page for screen, phone and paper; two-page sheets; a tagged PDF."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import logging
import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from reallocate.kernel.blocks import Beside, Block, Grid, Picture, Plot, Prose, Section, Sheet, chart_grid
from reallocate.kernel.chart import alt
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.number import without_signed_zero
from reallocate.render.theme import colours, themed

if TYPE_CHECKING:
    from jinja2 import Environment


_LARGEST = 2_000_000
"""Bytes that a page with charts may have at most."""
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
TRADE = "work between people and AI compute"
STILL_WIDTH = 720
"""Width of the still form's drawing area [pixels]."""
_RESERVED = 72 * 2**30
"""[bytes] Addresses that the library of charts reserves, nearly all of which it never uses."""
_NOT_DRAWN = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{STILL_WIDTH}" height="48">'
    '<text x="0" y="18" font-size="14">Not drawn: the limit on memory of this process (ulimit -v) is below '
    '72 GB of addresses,</text><text x="0" y="38" font-size="14">which the library of charts reserves. '
    "The table has the figures.</text></svg>"
)
_DRAWN = 64
"""Charts and drawings that are remembered."""


def vega_lite() -> str:
    """The version of Vega-Lite that the specifications are written for."""
    return ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def page(
    title: str, version: str, sections: Sequence[Section], *, lead: Sequence[str] = (), about: str = TRADE
) -> str:
    """The page as HTML; it asks for no address, and only its own scripts run, where it has charts.

    lead : sentences below the title
    about : what the page is of, above the title
    """
    moving = any(block.kind == "picture" for section in sections for block in _each(section.blocks))
    scripts = (_library(), _static("page.js")) if moving else ()
    return _rendered(
        "page.html.jinja",
        title=title,
        version=version,
        policy=_POLICY.format(scripts=" ".join(_script_hash(script) for script in scripts) or "'none'"),
        style=_static("tokens.css") + _static("page.css"),
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
    return _rendered("fragment.html.jinja", title=title, blocks=blocks, style=_static("fragment.css"))


def _rendered(template: str, **given: Any) -> str:
    """A template filled in.

    given : everything that it names; a name that is missing is an error
    """
    return _environment().get_template(template).render(**given)


@cache
def _static(name: str) -> str:
    """A style or script that ships."""
    return resources.files("reallocate.render").joinpath("static", name).read_text(encoding="utf-8")


def _library() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script without any address to load from; made by `make docs`."""
    return _static("vega.js")


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


def as_svg(spec: dict[str, Any], name: str, width: int = STILL_WIDTH) -> str:
    """A chart as an SVG that may stand in a page: named for screen readers, ids of its own.

    spec : a Vega-Lite specification with a description
    name : the chart's name, unique on the page
    width : of the drawing area [pixels]
    """
    margin = {"left": 24, "right": 12, "top": 4, "bottom": 4}
    svg = _svg(json.dumps({**spec, "width": width, "padding": margin}))
    found = dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg))
    for place, old in enumerate(found):
        svg = svg.replace(f'id="{old}"', f'id="{name}-{place}"').replace(
            f"url(#{old})", f"url(#{name}-{place})"
        )
    spoken = html.escape(str(spec.get("description", name)), quote=True)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{spoken}" ', 1)


@lru_cache(maxsize=_DRAWN)
def _svg(spec: str) -> str:
    """The drawing of a specification, or a drawing that says why there is none."""
    if not _can_draw():
        return _NOT_DRAWN
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=vega_lite())
    return drawn


def _can_draw() -> bool:
    """Whether a limit on addresses (`ulimit -v`) leaves the library of charts what it reserves.

    It ends the whole process where it is refused that.
    """
    try:
        import resource
    except ImportError:
        return True
    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    return most == resource.RLIM_INFINITY or most >= _RESERVED


class _Drawn:
    """A picture in its three forms: live, still and as a table."""

    def __init__(self, picture: Picture) -> None:
        self.picture, chart, frame = picture, picture.chart, picture.frame
        spec = themed(chart.spec(frame))
        spec.pop("title", None)
        wide = spec if "width" in spec or "facet" in spec else {**spec, "width": "container"}
        self.name, self.reading = chart.name, chart.how_to_read(frame)
        self.title, self.below = chart.headed(frame)
        self.svg, self.spec = as_svg(spec, chart.name), script_json(wide)
        self.grid: Grid = chart_grid(chart, frame)


_KEPT: OrderedDict[str, _Drawn] = OrderedDict()
"""The last forms of charts by name; the page of a whole result shows many of its first answer's."""


def _drawn(picture: Picture) -> _Drawn:
    """A picture in its three forms, kept where the same figures were drawn before."""
    chart = picture.chart
    found = _KEPT.pop(chart.name, None)
    if found is None or found.picture.chart is not chart or not found.picture.frame.equals(picture.frame):
        found = _Drawn(picture)
    _KEPT[chart.name] = found
    if len(_KEPT) > _DRAWN:
        _KEPT.popitem(last=False)
    return found


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
    environment.filters["drawn"] = _drawn
    return environment


def sheet_page(version: str, sheet: Sheet) -> str:
    """A sheet as HTML: two printed pages, which ask for no address and run nothing."""
    return _rendered(
        "sheet.html.jinja",
        version=version,
        policy=_POLICY.format(scripts="'none'"),
        style=_static("tokens.css") + _static("sheet.css"),
        sheet=sheet,
    )


def sheet_body(sheet: Sheet) -> str:
    """The pages of a sheet as HTML that may stand within another page."""
    return _rendered("sheet_body.html.jinja", sheet=sheet)


def series_colours(plot: Plot) -> list[str]:
    """One colour a series, as on the pages."""
    return colours(list(plot.series))


_INSTALL = "python -m pip install 'reallocate[print]'"
_PANGO = (
    "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation, brew install pango"
)
_NONE_HERE = "no PDF can be made here"
_STILL = (
    "details > *, .live, nav { display: none !important } "
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
    made = [found.HTML(string=page, url_fetcher=_nothing).render(stylesheets=sheets) for page in pages]
    every = [page for document in made for page in document.pages]
    identity = hashlib.sha256("\n".join(pages).encode()).digest()[:16]
    content: bytes = made[0].copy(every).write_pdf(pdf_tags=True, pdf_identifier=identity)
    return content


def _nothing(url: str, *further: Any, **named: Any) -> Any:
    raise ValueError(f"a page asks for an address: {url[:80]}")
