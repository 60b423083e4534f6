"""Assembles the pages of the documentation site in one folder; `make docs-site` calls it.

They are docs, README and notebooks. Links between files of the repository become links between pages; a link
to a file that has no page becomes its text.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "build" / "docs-source"
RENAMED = {
    "README.md": "index.md",
    "docs/README.md": "every-page.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security-policy.md",
    "studies/hyperscaler-2026/README.md": "studies/hyperscaler-2026.md",
}
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"(^```.*?^```|`[^`\n]+`)", flags=re.MULTILINE | re.DOTALL)


def main() -> None:
    """Write every page and image anew."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    for page, text in assembled(ROOT).items():
        file = SOURCE / page
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)


def assembled(root: Path) -> dict[str, bytes]:
    """The site's files by their path in it.

    root : of the repository
    """
    pages = pages_of(root)
    files = {
        f"images/{image.name}": image.read_bytes() for image in sorted((root / "docs" / "images").iterdir())
    }
    for source, page in pages.items():
        if source.endswith(".ipynb"):
            text, images = notebook(json.loads((root / source).read_text(encoding="utf-8")), Path(page).stem)
            files |= {f"notebooks/{name}": content for name, content in images.items()}
        else:
            text = (root / source).read_text(encoding="utf-8")
        files[page] = linked(text, source, page, {**pages, **images_of(root)}).encode()
    return files


def pages_of(root: Path) -> dict[str, str]:
    """The page of each file of the repository that has one."""
    sources = [
        file
        for pattern in ("docs/*.md", "docs/reference/*.md", "docs/notebooks/*.ipynb")
        for file in sorted(root.glob(pattern))
    ]
    names = [file.relative_to(root).as_posix() for file in sources]
    own = {name: name.removeprefix("docs/").replace(".ipynb", ".md") for name in names}
    return {**own, **RENAMED}


def images_of(root: Path) -> dict[str, str]:
    """The place of each image."""
    images = (root / "docs" / "images").iterdir()
    return {f"docs/images/{image.name}": f"images/{image.name}" for image in images}


def linked(text: str, source: str, page: str, places: Mapping[str, str]) -> str:
    """A page with its links made for the site; code is left alone.

    source, page : paths in the repository and in the site
    places : (path in the repository) path in the site
    """

    def one(found: re.Match[str]) -> str:
        mark, words, target = found.groups()
        if "://" in target or target.startswith(("#", "mailto:")):
            return found[0]
        path, _, anchor = target.partition("#")
        place = places.get(posixpath.normpath(posixpath.join(posixpath.dirname(source), path)))
        if place is None:
            return found[0] if posixpath.dirname(source) == "docs/notebooks" and mark else words
        relative = posixpath.relpath(place, posixpath.dirname(page) or ".")
        return f"{mark}[{words}]({relative}{'#' + anchor if anchor else ''})"

    parts = FENCE.split(text)
    return "".join(part if at % 2 else LINK.sub(one, part) for at, part in enumerate(parts))


def notebook(content: Mapping[str, Any], name: str) -> tuple[str, dict[str, bytes]]:
    """A notebook as a page, with its images by file name."""
    parts, images = list[str](), dict[str, bytes]()
    for cell in content["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(text)
            continue
        parts.append(f"```python\n{text}\n```")
        for output in cell["outputs"]:
            data = output.get("data", {})
            if "image/svg+xml" in data:
                file = f"{name}-{len(images) + 1}.svg"
                images[file] = "".join(data["image/svg+xml"]).encode()
                parts.append(f"![Chart of the cell above]({file})")
            elif "text/html" in data:
                parts.append(f'<div class="output">{"".join(data["text/html"])}</div>')
            else:
                shown = output.get("text") or data.get("text/plain", [])
                parts.append(f"<pre>{escape(''.join(shown))}</pre>")
    return "\n\n".join(parts) + "\n", images


if __name__ == "__main__":
    main()
