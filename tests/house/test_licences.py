"""What is installed with the package has a licence that lets anybody use and pass it on."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ALLOWED = {
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT",
    "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0", "BSD License": "BSD-3-Clause", "ISC License (ISCL)": "ISC",
    "MIT License": "MIT", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "Python Software Foundation License": "PSF-2.0",
}  # fmt: skip
"""Of packages that name no expression."""
PLAIN = {"BSD 2-Clause License": "BSD-2-Clause", "ISC License": "ISC", "Apache 2.0": "Apache-2.0", "BSD": "BSD-3-Clause"}
"""Of packages that name neither an expression nor a classifier."""
CHOICES = {"pyphen": "MPL 1.1 or LGPL 2.1 or GPL 2.0, at choice; used unchanged by the extra `print` alone"}
"""Of packages whose classifiers are a choice that no list of licences holds."""


def licences_of(name: str) -> set[str]:
    """The licences that all apply; of a choice, one that is allowed where there is one."""
    of = metadata(name)
    expression = of.get("License-Expression")
    if expression:
        parts = re.split(r"\s+AND\s+", expression.replace("(", "").replace(")", ""))
        choices = [re.split(r"\s+OR\s+", part) for part in parts]
        return {next((one for one in choice if one in ALLOWED), choice[0]) for choice in choices}
    kinds = [line.split(" :: ")[-1] for line in of.get_all("Classifier") or [] if line.startswith("License")]
    plain = (of.get("License") or "").strip().splitlines()[:1]
    return {CLASSIFIERS.get(kind, kind) for kind in kinds} or {PLAIN.get(one, one) for one in plain} or {"none"}


def test_every_licence_is_allowed(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Za-z0-9._-]+)==", lock, flags=re.MULTILINE)
    found = {}
    for name in names:
        try:
            found[name] = licences_of(name)
        except PackageNotFoundError:
            continue  # for another system or Python
    assert len(found) > 40
    assert {name: of for name, of in found.items() if name not in CHOICES and not of <= ALLOWED} == {}


def test_a_licence_that_asks_for_more_would_be_found() -> None:
    assert not licences_of("pylint") <= ALLOWED
