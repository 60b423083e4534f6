"""A live page as a plain file: no forms, no server; links lead to files, others go."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

_Address = Callable[[str], str | None]
"""From an address of the live pages to that of a file, relative to the page; none where there is no file."""

_DROPPED = frozenset({"form", "datalist"})
"""Elements that ask a server."""
_DROPPED_CLASSES = frozenset({"rail", "ask", "bar-actions"})
_DROPPED_LABELS = frozenset({"safe"})
"""Ids that a section is labelled by: what it says holds for the program, not for a site."""
SCRIPTS = ("/static/take.js", "/static/economy_chart.js", "/static/economy.js", "/static/copy.js")
"""Scripts that need no server."""
_VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "line", "rect", "path", "circle", "option"})
"""Elements that end without a tag."""
_WITHOUT_WORDS = frozenset({"go", "chip", "button", "phone-only"})
"""Links whose words say what to do: without their page they go, as do those of the menu and to files."""
_FOLDED_FORM = re.compile(r"<details>(?:(?!</details>).)*?<form.*?</form>\s*</details>", re.DOTALL)
_LINK_TO_PAGE = re.compile(r"<p>Link to this page:.*?</p>")
_DOWNLOAD = re.compile(r"<p[^>]*>(?:(?!</p>).)*<a[^>]* download[^>]*>(?:(?!</p>).)*</p>", re.DOTALL)
_AS_A_FILE = "as a file, "
"""Words of a link to a scenario, which the site does not have."""
_HOME = "Everything stays on this computer."
_OF_THE_SITE = "Plain pages made by reallocate: nothing is sent or stored."


class _Rewriter(HTMLParser):
    """Writes a page again, element by element."""

    def __init__(self, address: _Address) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._address, self._depth, self._open = address, 0, list[bool]()
        self._in_menu, self._gone = False, set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._depth or self._is_dropped(tag, given):
            self._gone.add(f"#{given.get('id')}")
            self._depth += tag not in _VOID and not self._closes_itself()
            return
        self._in_menu |= tag == "nav" and given.get("class") == "doors"
        if tag == "a":
            self._anchor(given)
            return
        self.parts.append(self._with_addresses(tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._depth and not self._is_dropped(tag, dict(attrs)):
            self.parts.append(self._with_addresses(tag))

    def handle_endtag(self, tag: str) -> None:
        if self._depth:
            self._depth -= tag not in _VOID
        elif tag != "a" or self._open.pop():
            self._in_menu &= tag != "nav"
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._write(f"<!{decl}>")

    def _write(self, text: str) -> None:
        if not self._depth:
            self.parts.append(text)

    def _closes_itself(self) -> bool:
        return (self.get_starttag_text() or "").endswith("/>")

    def _is_dropped(self, tag: str, given: dict[str, str | None]) -> bool:
        if tag in _DROPPED or _DROPPED_CLASSES & set((given.get("class") or "").split()):
            return True
        if tag == "section" and given.get("aria-labelledby") in _DROPPED_LABELS:
            return True
        if tag == "meta" and (given.get("name") or "").startswith("htmx"):
            return True
        return tag == "script" and "src" in given and given["src"] not in SCRIPTS

    def _anchor(self, given: dict[str, str | None]) -> None:
        """A link that leads somewhere stays; another leaves its words."""
        href = given.get("href") or ""
        is_whole = href.startswith(("#", "https:", "http:", "mailto:"))
        there = None if href in self._gone else href if is_whole else self._address(href)
        if there is None and self._goes(given):
            self._depth = 1
            return
        self._open.append(there is not None)
        if there is not None:
            text = self.get_starttag_text() or ""
            self.parts.append(text.replace(f'"{href}"', f'"{there}"', 1))

    def _goes(self, given: dict[str, str | None]) -> bool:
        """Whether a link to a page that is not there goes with its words."""
        classes = set((given.get("class") or "").split())
        return self._in_menu or "download" in given or bool(classes & _WITHOUT_WORDS)

    def _with_addresses(self, tag: str) -> str:
        text = self.get_starttag_text() or f"<{tag}>"
        text = re.sub(r'\s(?:hx-[\w-]+|data-names)="[^"]*"', "", text)
        text = re.sub(r'class="page side"', 'class="page"', text)

        def relative(match: re.Match[str]) -> str:
            return f'{match[1]}="{self._address(match[2]) or match[2]}"'

        return re.sub(r'(href|src)="(/[^"]*)"', relative, text)


def static_page(html: str, address: _Address) -> str:
    """A live page as a plain file.

    html : as the live pages send it
    address : see `_Address`
    """
    for pattern in (_FOLDED_FORM, _LINK_TO_PAGE, _DOWNLOAD):
        html = pattern.sub("", html)
    writer = _Rewriter(address)
    writer.feed(html.replace(_HOME, _OF_THE_SITE).replace(f"The same {_AS_A_FILE}", "The same "))
    writer.close()
    return "".join(writer.parts)
