"""Three replicas behind the real nginx, one killed and one drained under visitors, and what they noticed: `make replicas`."""

import argparse
import asyncio
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import quantiles

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench.visitor import TOWNS

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30
SHORT = 200  # bytes: the message that ends a run is no longer, and a visitor reads no other


@dataclass
class Noticed:
    """What all visitors together noticed: how long acts took, acts cut off and done again, and acts that never succeeded."""

    took: list[float] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass
class Proxy:
    """The deployed nginx.conf before processes on this machine."""

    folder: Path
    port: int
    process: subprocess.Popen | None = None

    def replicas(self, ports: list[int], drained: int | None = None) -> None:
        """Write replicas.conf as it is deployed, but for the addresses; `drained` is the port marked down."""
        upstream = (ROOT / "deploy" / "proxy" / "replicas.conf").read_text(encoding="utf-8")
        lines = [
            f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=5s{' down' if port == drained else ''};\n"
            for port in ports
        ]
        first, *_, last = re.finditer(r"    server .*\n", upstream)
        (self.folder / "replicas.conf").write_text(
            upstream[: first.start()] + "".join(lines) + upstream[last.end() :], encoding="utf-8"
        )

    def start(self) -> None:
        """Run nginx with the deployed configuration, all its files in a folder of its own."""
        deployed = (ROOT / "deploy" / "proxy" / "nginx.conf").read_text(encoding="utf-8")
        here = deployed.replace("listen 8080;", f"listen 127.0.0.1:{self.port};").replace("/tmp/", f"{self.folder}/")
        (self.folder / "nginx.conf").write_text(here, encoding="utf-8")
        self.process = subprocess.Popen(
            [shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(self.folder / "nginx.conf"), "-g", "daemon off;"]
        )

    def reload(self) -> None:
        self.process.send_signal(signal.SIGHUP)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def replica(port: int) -> subprocess.Popen:
    """One replica as the container starts it."""
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "outreach.server.application:app",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--ws",
        "websockets-sansio",
        "--no-server-header",
        "--no-access-log",
        "--log-level",
        "critical",
        "--timeout-graceful-shutdown",
        "5",
    ]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "OUTREACH_AUDIENCE": "public", "OUTREACH_PER_ADDRESS": "10000"},
        stderr=subprocess.DEVNULL,
    )


def wait_until_ready(port: int) -> None:
    """Wait as the proxy of compose.yaml does: until the health check of the image is met."""
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no server was ready on port {port} within a minute")


def _cookie(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE_S) as answer:
        return answer.headers["Set-Cookie"].split(";")[0]


async def _connected(address: str, cookie: str):
    where = address.replace("http", "ws") + "/_stcore/stream"
    return await websockets.connect(
        where,
        subprotocols=["streamlit"],
        max_size=None,
        origin=address,
        additional_headers={"Cookie": cookie},
        open_timeout=PATIENCE_S,
    )


async def _run(connection, query: str) -> None:
    message = BackMsg()
    message.rerun_script.query_string, message.rerun_script.page_name = query, "gaps"
    await connection.send(message.SerializeToString())
    while True:
        came = await asyncio.wait_for(connection.recv(), PATIENCE_S)
        if len(came) <= SHORT and ForwardMsg.FromString(came).WhichOneof("type") == "script_finished":
            return


async def visitor(address: str, start_s: float, until: float, every_s: float, noticed: Noticed) -> None:
    """Open a page and choose a town every so often; a connection that was cut is made anew, as a browser does, with the same address."""
    await asyncio.sleep(start_s)
    connection, turn = None, 0
    try:
        cookie = await asyncio.to_thread(_cookie, address)
    except Exception as error:  # noqa: BLE001 - a visitor's failure is what is counted
        noticed.failed.append(f"opening: {type(error).__name__}: {error}")
        return
    while time.monotonic() < until:
        start, query = time.monotonic(), f"lang=zh&area={TOWNS[turn % len(TOWNS)]}"
        for attempt in range(4):
            try:
                connection = connection or await _connected(address, cookie)
                await _run(connection, query)
                noticed.took.append(time.monotonic() - start)
                break
            except Exception as error:  # noqa: BLE001 - a visitor's failure is what is counted
                connection = None
                told = f"{type(error).__name__}: {error}"
                (noticed.cut_off if attempt < 3 else noticed.failed).append(told)
                await asyncio.sleep(0.5 * 2**attempt * random.random())
        turn += 1
        await asyncio.sleep(max(0, every_s - (time.monotonic() - start)))
    if connection:
        await connection.close()


async def _trial(
    address: str,
    proxy: Proxy,
    ports: list[int],
    processes: list[subprocess.Popen],
    visitors: int,
    every_s: float,
    seconds: float,
) -> Noticed:
    noticed, begun = Noticed(), time.monotonic()
    crowd = [visitor(address, every_s * i / visitors, begun + seconds, every_s, noticed) for i in range(visitors)]

    async def disturb() -> None:
        await asyncio.sleep(seconds / 3)
        processes[0].kill()
        print(f"killed one replica after {time.monotonic() - begun:.0f} s", flush=True)
        await asyncio.sleep(seconds / 3)
        proxy.replicas(ports, drained=ports[1])
        proxy.reload()
        await asyncio.sleep(1)
        processes[1].terminate()
        print(f"drained one replica after {time.monotonic() - begun:.0f} s", flush=True)

    await asyncio.gather(disturb(), *crowd)
    return noticed


def report(noticed: Noticed, visitors: int, every_s: float, seconds: float) -> str:
    """What was noticed, as Markdown."""
    cuts = quantiles(noticed.took, n=20)
    return f"""# Replicas

Written by `make replicas` on {date.today()}: three replicas behind nginx with the configuration of `deploy/`, as processes on one machine of
{os.cpu_count()} cores (load average {os.getloadavg()[0]:.1f} at the end). {visitors} visitors on the gaps page, each choosing a town every {every_s:g} s for {seconds:g} s. After a
third of the time one replica was killed, after two thirds a second was drained and stopped; one was left at the end. They came when all three were ready. A visitor whose
connection was cut notices only with the next act here; a browser reconnects by itself before it. How long an act took includes reconnecting.

| | |
|---|---|
| acts done | {len(noticed.took):,} |
| acts that failed at first, their connection gone, and were done after a reconnection from the same address (attempts) | {len(noticed.cut_off):,} |
| acts that failed four times in a row | {len(noticed.failed):,} |
| median of an act | {1000 * cuts[9]:.0f} ms |
| 95th percentile | {1000 * cuts[18]:.0f} ms |
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=400)
    parser.add_argument("--every", type=float, default=30, help="seconds between a visitor's acts")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "replicas.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        ports = [free_port() for _ in range(3)]
        proxy, processes = Proxy(Path(folder), free_port()), [replica(port) for port in ports]
        try:
            for port in ports:
                wait_until_ready(port)
            proxy.replicas(ports)
            proxy.start()
            wait_until_ready(proxy.port)
            noticed = asyncio.run(
                _trial(
                    f"http://127.0.0.1:{proxy.port}",
                    proxy,
                    ports,
                    processes,
                    asked.visitors,
                    asked.every,
                    asked.seconds,
                )
            )
        finally:
            for one in [*processes, *([proxy.process] if proxy.process else [])]:
                one.terminate()
            for one in [*processes, *([proxy.process] if proxy.process else [])]:
                one.wait(20)
    text = report(noticed, asked.visitors, asked.every, asked.seconds)
    asked.out.write_text(text, encoding="utf-8")
    print(text, {one: noticed.cut_off.count(one) for one in set(noticed.cut_off)}, noticed.failed[:3])


if __name__ == "__main__":
    main()
