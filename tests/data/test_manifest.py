"""Sources are read only when their files are the expected ones, and every wrong file is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from reallocate.data.pack import Pack, open_folder, require_files, sha256_of
from reallocate.data.packs import BY_NAME, PACKS
from reallocate.kernel.errors import DataError


def pack(files: dict[str, str]) -> Pack:
    return Pack(
        name="tiny",
        folder="tiny",
        title="A tiny source",
        citation="Somebody 2025",
        licence="CC BY 4.0",
        vintage="2025",
        files=files,
        tables=("groups",),
    )


@pytest.fixture
def tiny(tmp_path: Path) -> Pack:
    (tmp_path / "tiny").mkdir()
    digests = {}
    for name in ("a.csv", "b.csv"):
        (tmp_path / "tiny" / name).write_text(f"code\n{name}\n")
        digests[name] = sha256_of(tmp_path / "tiny" / name)
    return pack(digests)


def test_right_files_pass(tiny: Pack, tmp_path: Path) -> None:
    require_files((tiny,), tmp_path)


def test_missing_and_altered_files_are_all_named_with_both_hashes(tiny: Pack, tmp_path: Path) -> None:
    (tmp_path / "tiny" / "a.csv").unlink()
    (tmp_path / "tiny" / "b.csv").write_text("code\nchanged\n")
    with pytest.raises(DataError) as raised:
        require_files((tiny,), tmp_path)
    text = str(raised.value)
    assert len(raised.value.problems) == 2
    assert str(tmp_path / "tiny" / "a.csv") in text and "missing" in text
    assert tiny.files["b.csv"] in text and sha256_of(tmp_path / "tiny" / "b.csv") in text
    assert "Restore the file of A tiny source" in text


@pytest.mark.parametrize("digest", ["", "abc", "Z" * 64])
def test_a_hash_must_be_one(digest: str) -> None:
    with pytest.raises(ValidationError, match="no sha256"):
        pack({"a.csv": digest})


def test_a_source_must_name_its_licence() -> None:
    fields = pack({}).model_dump() | {"licence": " "}
    with pytest.raises(ValidationError, match="must say something"):
        Pack(**fields)


def test_the_open_folder_is_found_inside(tmp_path: Path) -> None:
    assert open_folder(tmp_path) == tmp_path
    (tmp_path / "open").mkdir()
    assert open_folder(tmp_path) == tmp_path / "open"


def test_every_source_file_of_the_list_is_listed() -> None:
    import reallocate.data.packs as packs

    files = {path.stem for path in Path(str(packs.__file__)).parent.glob("*.py")} - {"__init__"}
    assert files == set(BY_NAME)
    assert len({pack.name for pack in PACKS}) == len(PACKS)


def test_an_altered_copy_of_a_real_source_is_refused(source_data: Path, tmp_path: Path) -> None:
    real = next(pack for pack in PACKS if pack.name == "soc-crosswalk")
    name = next(iter(real.files))
    folder = tmp_path / real.folder
    folder.mkdir()
    shutil.copy(source_data / "open" / real.folder / name, folder / name)
    require_files((real,), tmp_path)
    with (folder / name).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    with pytest.raises(DataError, match="was altered"):
        require_files((real,), tmp_path)
