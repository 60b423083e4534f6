"""What the verb `sheet` takes."""

from __future__ import annotations

from typing import Literal

from reallocate.kernel.options import RESULT, File, Request, argument, option


class SheetCommand(Request):
    """What `reallocate sheet` takes."""

    result: File = argument("Folder of a plan or a cut.", kw_only=False)
    reader: Literal["council", "board"] = option("", "Who reads it.", default="council")
    out: File | None = option("", "File for the sheet (HTML).", RESULT)
    pdf: File | None = option("", "File for the sheet as a PDF. Needs the extra print.", RESULT)
