"""What the live pages take, as an OpenAPI description made from their routes and the fields of their forms."""

from __future__ import annotations

import re
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route

from reallocate.web.guard import FILE_FORMS
from reallocate.web.pages import economy, firm, job, plan, promises

TEXT: dict[str, Any] = {"type": "string", "maxLength": 300}
QUERIES = {
    "/job": ["title", *job.FIELDS], "/job/{name}": list(job.FIELDS), "/economy": list(economy.FIELDS),
    "/economy/files/{file}": ["of", *economy.FIELDS], "/sources": ["find"], "/search": ["q"],
    "/firm/compare": ["a", "b"],
}  # fmt: skip
"""Address -> names behind its question mark."""
FORMS = {
    "/firm": [*firm.FIELDS, "believe_idle", "believe_nothing"], "/firm/plan/industry": list(plan.INDUSTRY),
    "/firm/plan/folder": ["number"], "/firm/plan/draft": [*promises.FIELDS, "by_site", "place_protect_0", "share_keep_at_least_0", "believe_idle", "without_own"],
    "/firm/plan/columns": ["map_title", "rate_EUR", "rates_date", "date", "industry", "header_row", "skip_rows"],
    "/firm/plan/titles": ["title_0", "choice_0", "other_0"],
    "/firm/plan/mend": ["row_0", "column_0", "cell_0", "out_0"],
}  # fmt: skip
"""Address -> fields of its form."""
FILES = {f"/firm/plan/{page}": name for page, name in (("file", "file"), ("own", "given"), ("rates", "rates"), ("review", "review"), ("actuals", "actuals"))}


def description(app: Starlette) -> dict[str, Any]:
    """Every route with its parameters and its form; what it may answer is the same for all."""
    paths: dict[str, dict[str, Any]] = {}
    for route in app.routes:
        if not isinstance(route, Route):
            continue
        for method in sorted((route.methods or set()) & {"GET", "POST"}):
            paths.setdefault(route.path, {})[method.lower()] = _operation(route.path, method)
    return {"openapi": "3.1.0", "info": {"title": "Live pages", "version": "0"}, "paths": paths}


def _operation(path: str, method: str) -> dict[str, Any]:
    within = [
        {"name": name, "in": "path", "required": True, "schema": {**TEXT, "minLength": 1}}
        for name in re.findall(r"{(\w+)}", path)
    ]
    behind = [{"name": name, "in": "query", "schema": TEXT} for name in QUERIES.get(path, ()) if method == "GET"]
    operation: dict[str, Any] = {"parameters": [*within, *behind], "responses": {"default": {"description": "a page"}}}
    if method == "POST" and path in FILE_FORMS:
        field = {FILES[path]: {"type": "string", "format": "binary"}}
        operation["requestBody"] = _body("multipart/form-data", field, [FILES[path]])
    elif method == "POST":
        fields: dict[str, Any] = dict.fromkeys(FORMS.get(path, ()), TEXT)
        operation["requestBody"] = _body("application/x-www-form-urlencoded", fields, [])
    return operation


def _body(kind: str, fields: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"required": bool(required), "content": {kind: {"schema": {"type": "object", "properties": fields, "required": required, "additionalProperties": False}}}}
