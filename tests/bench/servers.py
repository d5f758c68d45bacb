"""Servers under measurement: each on a free port, until the run is over."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_S = 600
OURS = [
    *(sys.executable, "-m", "uvicorn", "outreach.server.application:app", "--port", "PORT"),
    *("--ws", "websockets-sansio", "--no-access-log"),
]
EMPTY = [sys.executable, "-m", "streamlit", "run", "tests/bench/rivals/empty.py", "--server.port", "PORT"]
DASH = [
    *(sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:PORT", "--threads", "8", "--timeout", "600"),
    "tests.bench.rivals.dash_page:server",
]
STATIC = [sys.executable, "-m", "uvicorn", "tests.bench.rivals.static_page:app", "--port", "PORT", "--no-access-log"]


@dataclass
class Server:
    """A server under measurement: where it answers and how long it took to be healthy."""

    address: str
    process: psutil.Process
    healthy_s: float

    def everyone(self) -> list[psutil.Process]:
        """Its process and those it has started."""
        return [self.process, *self.process.children(recursive=True)]

    def cpu_s(self) -> float:
        """The processor's time that it has had."""
        return sum(sum(one.cpu_times()[:2]) for one in self.everyone())

    def memory_mb(self) -> float:
        """The memory that it holds."""
        return sum(one.memory_info().rss for one in self.everyone()) / 1e6


@contextmanager
def serving(command: Sequence[str], health: str, **environment: str) -> Iterator[Server]:
    """The command on a free port, which stands for PORT in it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    start = time.monotonic()
    process = subprocess.Popen(
        [part.replace("PORT", port) for part in command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while not answers(address + health):
            if time.monotonic() - start > STARTS_WITHIN_S:
                raise RuntimeError(f"{' '.join(command)}: no answer from {health}")
            time.sleep(0.02)
        yield Server(address, psutil.Process(process.pid), time.monotonic() - start)
    finally:
        process.terminate()
        process.wait(20)


def answers(address: str) -> bool:
    """Whether something answers there, and well."""
    try:
        urllib.request.urlopen(address, timeout=1).close()
    except OSError:
        return False
    return True


def wait_for(address: str) -> None:
    """Wait until something answers there, and well."""
    until = time.monotonic() + STARTS_WITHIN_S
    while not answers(address):
        if time.monotonic() > until:
            raise RuntimeError(f"{address} does not answer")
        time.sleep(0.2)
