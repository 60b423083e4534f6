"""Sections as one page: a single file that needs nothing else, on a screen, on a phone or on paper."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from reallocate.measure.number import without_signed_zero
from reallocate.output.blocks import Block, Grid, Picture, Section
from reallocate.output.grid import chart_grid
from reallocate.output.vega import alt
from reallocate.report.theme import themed

if TYPE_CHECKING:
    from jinja2 import Environment

LARGEST = 2_000_000
"""Bytes that a page with charts may have at most."""
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
TRADE = "work between people and AI compute"
STILL_WIDTH = 720
"""Width of the still form's drawing area [pixels]."""
RESERVED = 72 * 2**30
"""[bytes] Addresses that the library of charts reserves, nearly all of which it never uses."""
NOT_DRAWN = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{STILL_WIDTH}" height="48">'
    '<text x="0" y="18" font-size="14">Not drawn: the limit on memory of this process (ulimit -v) is below '
    '72 GB of addresses,</text><text x="0" y="38" font-size="14">which the library of charts reserves. '
    "The table has the figures.</text></svg>"
)
DRAWN = 64
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
    moving = any(block.kind in ("picture", "dial") for section in sections for block in section.blocks)
    scripts = (library(), static("page.js")) if moving else ()
    return rendered(
        "page.html.jinja",
        title=title,
        version=version,
        policy=POLICY.format(scripts=" ".join(script_hash(script) for script in scripts) or "'none'"),
        style=static("tokens.css") + static("page.css"),
        scripts=scripts,
        sections=sections,
        lead=lead,
        about=about,
        folded="; ".join(section.title for section in sections if section.folded),
    )


def fragment(title: str, blocks: Sequence[Block]) -> str:
    """Blocks as HTML that may stand within another page, such as a notebook: charts as drawings."""
    return rendered("fragment.html.jinja", title=title, blocks=blocks, style=static("fragment.css"))


def rendered(template: str, **given: Any) -> str:
    """A template filled in.

    given : everything that it names; a name that is missing is an error
    """
    return _environment().get_template(template).render(**given)


@cache
def static(name: str) -> str:
    """A style or script that ships."""
    return resources.files("reallocate.report").joinpath("static", name).read_text(encoding="utf-8")


def library() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script without any address to load from; made by `make docs`."""
    return static("vega.js")


def script_hash(script: str) -> str:
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


@lru_cache(maxsize=DRAWN)
def _svg(spec: str) -> str:
    """The drawing of a specification, or a drawing that says why there is none."""
    if not can_draw():
        return NOT_DRAWN
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=vega_lite())
    return drawn


def can_draw() -> bool:
    """Whether a limit on addresses (`ulimit -v`) leaves the library of charts what it reserves.

    It ends the whole process where it is refused that.
    """
    try:
        import resource
    except ImportError:
        return True
    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    return most == resource.RLIM_INFINITY or most >= RESERVED


class Drawn:
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


_KEPT: OrderedDict[str, Drawn] = OrderedDict()
"""The last forms of charts by name; the page of a whole result shows many of its first answer's."""


def drawn(picture: Picture) -> Drawn:
    """A picture in its three forms, kept where the same figures were drawn before."""
    chart = picture.chart
    found = _KEPT.pop(chart.name, None)
    if found is None or found.picture.chart is not chart or not found.picture.frame.equals(picture.frame):
        found = Drawn(picture)
    _KEPT[chart.name] = found
    if len(_KEPT) > DRAWN:
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
        loader=PackageLoader("reallocate.report", "templates"),
        autoescape=True,
        finalize=_written,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["for_script"] = script_json
    environment.filters["drawn"] = drawn
    return environment
