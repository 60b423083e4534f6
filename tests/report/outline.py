"""A page as tests read it: its parts in order, its tags and its visible text."""

from __future__ import annotations

from html.parser import HTMLParser


class Outline(HTMLParser):
    """Tags, attributes and visible text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._silent = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)


def visible(text: str) -> str:
    return " ".join(" ".join(Outline(text).text).split())


def section(text: str, name: str) -> str:
    """The visible text of one part."""
    return visible(text.split(f'<section id="{name}"')[1].split("</section>")[0])
