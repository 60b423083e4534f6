"""The live pages asked for long: memory does not grow and nothing is lost. `make soak`; MINUTES=6 is a shorter form."""

from __future__ import annotations

import os
import time
from pathlib import Path

import psutil
import pytest
from tests.web.conftest import serving, shown

pytestmark = [pytest.mark.apart]
MINUTES = float(os.environ.get("MINUTES", "20"))
WARM = min(5.0, MINUTES / 4)
"""[minutes] after which memory is taken first."""
MOST = 1.05
"""Memory at the end may be so many times that after the start."""
JOBS = ("43-3051", "15-1252", "29-1141", "11-3021", "53-3032")
PATHS = ("/", "/firm", "/economy", "/answers", *(f"/job/{code}" for code in JOBS))
FIRM = {"industry": "insurance carriers", "people": "300"}


def memory(server: psutil.Process) -> float:
    """Of the server and its workers [MB], without what they share counted twice."""
    return sum(each.memory_full_info().uss for each in [server, *server.children(recursive=True)]) / 2**20


def test_memory_at_the_end_is_that_after_the_start(tmp_path: Path) -> None:
    import httpx2

    with serving(tmp_path / "live") as (server, address):
        process, begun, asked = psutil.Process(server.pid), time.monotonic(), 0
        early, found = 0.0, list[tuple[float, float]]()
        with httpx2.Client(
            base_url=address, headers=shown(address), follow_redirects=True, timeout=120
        ) as client:
            client.post("/firm/plan/industry", data=FIRM)
            first = {path: client.get(path).status_code for path in PATHS}
            assert set(first.values()) == {200}, first
            while (minutes := (time.monotonic() - begun) / 60) < MINUTES:
                path = PATHS[asked % len(PATHS)]
                answer = client.get(path)
                assert answer.status_code == 200 and "</html>" in answer.text, path
                asked += 1
                if not early and minutes >= WARM:
                    early = memory(process)
                if asked % 50 == 0:
                    found.append((minutes, memory(process)))
            late = memory(process)
    print(
        f"\n{asked:,} requests in {MINUTES:g} minutes; {early:.0f} MB after {WARM:g} minutes, {late:.0f} MB at the end"
    )
    print(" ".join(f"{minutes:.0f}:{size:.0f}" for minutes, size in found[:: max(len(found) // 12, 1)]))
    assert early and late <= MOST * early
