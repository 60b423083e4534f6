"""The verb `assistant`: tools for a user's own assistant."""

from __future__ import annotations

import sys
from pathlib import Path

from reallocate.api.requests import AssistantCommand
from reallocate.cli.verb import takes
from reallocate.kernel.extras import must_have


@takes(AssistantCommand)
def assistant(asked: AssistantCommand) -> None:
    """Answer the questions of your own assistant (Model Context Protocol), on this computer alone.

    Over standard input and output, or with --port over HTTP for who has the token. Nothing is sent anywhere;
    docs/assistant.md says what your assistant may send.

    reallocate assistant

    reallocate assistant --file staff.csv --file results/plan

    reallocate assistant --port 8766
    """
    must_have("assistant")
    from reallocate import __version__
    from reallocate.assistant.answer import Session
    from reallocate.assistant.server import assistant_server, http_app, run_on_pipes
    from reallocate.kernel.secret import secret

    server = assistant_server(Session.of([Path(one) for one in asked.file]), __version__)
    if asked.port is None:
        run_on_pipes(server)
        return
    import uvicorn

    token = secret(Path(asked.results) / "token")
    print(f"Address http://127.0.0.1:{asked.port}/mcp", file=sys.stderr)
    print(f"Header Authorization: Bearer {token}", file=sys.stderr)
    settings = uvicorn.Config(
        http_app(server, token), host="127.0.0.1", port=asked.port, log_level="critical", access_log=False
    )
    uvicorn.Server(settings).run()
