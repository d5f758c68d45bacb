import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from outreach import __version__, serve
from outreach.__main__ import main as command
from outreach.home import PROJECT


def main(arguments):
    """The command in a thread of its own: a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(command, arguments).result()


@pytest.fixture
def asked(monkeypatch):
    """What the server is asked for, in place of serving; the environment and the directory are put back."""
    heard = []

    class Server:
        def __init__(self, config, page):
            heard.append((config, page))

        def run(self):
            heard.append((os.environ.get("OUTREACH_HOME"), os.environ.get("OUTREACH_AUDIENCE"), os.getcwd()))

    monkeypatch.setattr(serve, "Server", Server)
    for name in ("OUTREACH_HOME", "OUTREACH_AUDIENCE"):
        monkeypatch.setenv(name, "")
    monkeypatch.chdir(PROJECT)
    return heard


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def test_serve_opens_a_district_to_this_machine_and_says_where(asked, copied, capsys, monkeypatch):
    monkeypatch.chdir(copied.parent)
    port = _free()
    assert main(["serve", "district", "--port", str(port), "--audience", "public", "--open"]) == 0
    (config, page), (home, audience, directory) = asked
    assert (config.host, config.port, config.ws) == ("127.0.0.1", port, "websockets-sansio")
    assert not config.server_header and not config.access_log
    assert page == f"http://127.0.0.1:{port}"
    assert (home, audience, directory) == (str(copied), "public", str(PROJECT))
    assert capsys.readouterr().out == f"打开 http://127.0.0.1:{port}（按 Ctrl+C 停止）\n"


def test_a_home_that_is_said_from_where_one_stands_stays_that_home(asked, copied, monkeypatch):
    monkeypatch.chdir(copied.parent)
    monkeypatch.setenv("OUTREACH_HOME", "district")
    assert main(["serve", "--port", str(_free())]) == 0
    assert asked[1][0] == str(copied)


def test_a_taken_port_is_told_in_a_sentence_with_another_to_try(asked, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port), "--lang", "en"]) == 2
    assert capsys.readouterr().err == (
        f"http://127.0.0.1:{port} cannot be opened: the port is taken, perhaps by another copy that is open. "
        f"Try another port, such as --port {port + 1}.\n"
    )
    assert asked == []


@pytest.mark.parametrize("where", [["--port", "865500"], ["--host", "192.0.2.1"]])
def test_an_address_that_this_machine_does_not_have_is_told_in_a_sentence(asked, capsys, where):
    assert main(["serve", *where]) == 2
    assert "本机没有这个地址或端口" in capsys.readouterr().err and asked == []


def test_a_directory_that_is_no_district_is_told_before_anything_is_opened(asked, tmp_path, capsys):
    assert main(["serve", str(tmp_path / "nowhere")]) == 2
    assert "目录不存在" in capsys.readouterr().err and asked == []


@pytest.mark.parametrize(
    ("host", "typed"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("10.1.2.3", "http://10.1.2.3:80"),
        ("::1", "http://[::1]:80"),
    ],
)
def test_the_address_is_one_that_can_be_typed_into_a_browser(host, typed):
    assert serve.address(host, 80) == typed


def test_the_version_is_told():
    told = subprocess.run([sys.executable, "-m", "outreach", "--version"], cwd=PROJECT, capture_output=True, text=True)
    assert told.stdout == f"outreach-atlas {__version__}\n" and re.fullmatch(r"\d+\.\d+\.\d+", __version__)


@pytest.mark.parametrize("file", ["Makefile", "run.sh", "run.cmd", "deploy/Dockerfile"])
def test_everything_that_starts_a_server_starts_the_same(file):
    text = (PROJECT / file).read_text(encoding="utf-8").replace('", "', " ")
    assert "-m outreach serve" in text and "uvicorn" not in text


def test_a_message_is_put_together_no_larger_than_the_door_takes():
    from outreach import serve
    from outreach.server import limits

    assert serve.LARGEST == limits.LARGEST and serve.config("127.0.0.1", 8501).ws_max_size == limits.LARGEST + 1
