"""Connections whose request never comes whole: they are ended, so that they hold nothing."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD, PAUSE, BODY = 10.0, 15.0, 600.0
"""[seconds] For the head of a request, the longest pause within its body, and the whole body."""


class EndsHalfSent(H11Protocol):
    """HTTP as uvicorn reads it, which sets no limit of time to what is sent."""

    _timer: asyncio.TimerHandle | None = None
    _ends = 0.0
    """When the part that is being sent must be there [seconds of the loop's clock]; 0 while nothing is."""

    def connection_made(self, transport: Any) -> None:
        """Wait for the head of the first request."""
        super().connection_made(transport)
        self._wait(HEAD, HEAD)

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a request, unless it is whole."""
        before = str(self.conn.their_state)
        super().data_received(data)
        now = str(self.conn.their_state)
        if now != before:
            self._ends = 0.0
        if now == "SEND_BODY":
            self._wait(PAUSE, BODY)
        elif now == "IDLE" and self.conn.trailing_data[0]:
            self._wait(HEAD, HEAD)
        else:
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more comes."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self, pause: float, whole: float) -> None:
        loop = asyncio.get_running_loop()
        ends = self._ends or loop.time() + whole
        self._stop()
        self._ends = ends
        self._timer = loop.call_at(min(ends, loop.time() + pause), self.transport.close)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._ends = None, 0.0
