"""The server that an assistant talks to: standard input and output, or HTTP on this computer alone."""

from __future__ import annotations

import asyncio
import secrets
from functools import partial
from typing import Any

import mcp.types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from reallocate.assistant.answer import Session
from reallocate.assistant.tools import TOOLS
from reallocate.kernel.errors import ReallocateError

_SCHEME = "reallocate://result/"
_INSTRUCTIONS = (
    "Answers on AI and work from published data, computed on this computer. Give the user the figure with "
    "its range and source, and the command that repeats it. A share of hours that AI reaches is not the "
    "chance of losing a job."
)
_NOT_FOUND = -32_002
"""The protocol's code for a resource that is not there."""


def assistant_server(session: Session, version: str) -> Server[Any]:
    """The tools and the tables of their results.

    session : the files that may be read
    """

    async def list_tools(context: Any, asked: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_declared(one.name) for one in TOOLS])

    async def call_tool(context: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        compute = partial(session.ask, asked.name, asked.arguments or {})
        try:
            text, label = await asyncio.to_thread(compute)
        except ReallocateError as error:
            return types.CallToolResult(content=[_text(str(error))], is_error=True)
        result = session.results[label]
        tables = [f"{_SCHEME}{label}/{name}.csv" for name in result.tables]
        return types.CallToolResult(
            content=[_text(text)], structured_content={"result": label, "tables": tables}
        )

    async def list_resources(context: Any, asked: Any) -> types.ListResourcesResult:
        found = [
            types.Resource(
                uri=f"{_SCHEME}{label}/{name}.csv", name=f"{label}/{name}", mime_type="text/csv",
                title=result.kind.table(name).title,
            )
            for label, result in session.results.items()
            for name in result.tables
        ]  # fmt: skip
        return types.ListResourcesResult(resources=found)

    async def read_resource(context: Any, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        uri = str(asked.uri)
        label, _, name = uri.removeprefix(_SCHEME).removesuffix(".csv").partition("/")
        if not uri.startswith(_SCHEME) or name not in getattr(session.results.get(label), "tables", ()):
            from mcp import MCPError

            raise MCPError(_NOT_FOUND, f"There is no table {uri!r}; a result's tables are listed with it.")
        text = session.results[label].table(name).to_csv(index=False)
        held = types.TextResourceContents(uri=uri, mime_type="text/csv", text=text)
        return types.ReadResourceResult(contents=[held])

    return Server(
        "reallocate", version=version, title="reallocate", instructions=_INSTRUCTIONS,
        on_list_tools=list_tools, on_call_tool=call_tool,
        on_list_resources=list_resources, on_read_resource=read_resource,
    )  # fmt: skip


def _declared(name: str) -> types.Tool:
    tool = next(one for one in TOOLS if one.name == name)
    about = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.schema,
        annotations=about,
    )


def _text(words: str) -> types.TextContent:
    return types.TextContent(type="text", text=words)


def run_on_pipes(server: Server[Any]) -> None:
    """Serve one assistant over standard input and output until it closes them."""

    async def serve() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    asyncio.run(serve())


class TokenNeeded:
    """Answers only who sends the token; the library itself refuses other hosts and origins.

    token : sent as `Authorization: Bearer …`
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            sent: bytes = dict(scope["headers"]).get(b"authorization", b"")
            if not secrets.compare_digest(sent, f"Bearer {self._token}".encode()):
                words = "The token is missing or wrong: reallocate assistant printed it.\n"
                answer = PlainTextResponse(words, 401)
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def http_app(server: Server[Any], token: str) -> ASGIApp:
    """The same over streamable HTTP, at /mcp, for who has the token."""
    return TokenNeeded(server.streamable_http_app(), token)
