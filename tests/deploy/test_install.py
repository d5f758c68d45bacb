import re
import shutil
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64encode
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from outreach import PYTHONS
from outreach.home import PROJECT

LOCK = """\
both==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
colour==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:cc
fitting==3.0 ; python_full_version < '3.12' \\
    --hash=sha256:dd
fitting==3.1 ; python_full_version >= '3.12' and platform_machine == 'aarch64' \\
    --hash=sha256:ee
"""


@pytest.fixture(scope="module")
def wheelhouse():
    spec = spec_from_file_location("wheelhouse", PROJECT / "deploy" / "wheelhouse.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_platform_gets_the_packages_that_it_needs_and_no_others(wheelhouse):
    both, colour = "both==1.0 --hash=sha256:aa --hash=sha256:bb", "colour==2.0 --hash=sha256:cc"
    old, new = "fitting==3.0 --hash=sha256:dd", "fitting==3.1 --hash=sha256:ee"
    assert wheelhouse.wanted(LOCK, "win_amd64", "3.11") == [both, colour, old]
    assert wheelhouse.wanted(LOCK, "manylinux_x86_64", "3.13") == [both]
    assert wheelhouse.wanted(LOCK, "manylinux_aarch64", "3.13") == [both, new]


@pytest.mark.parametrize("platform", ["win_amd64", "manylinux_x86_64", "manylinux_aarch64"])
def test_no_line_of_the_lock_is_passed_over(wheelhouse, platform):
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    conditional = len(re.findall(r"^\S+==\S+ ;", lock, re.MULTILINE))
    pins = wheelhouse.wanted(lock, platform, "3.13")
    assert len(pins) >= lock.count("==", 0) - lock.count("== '") - conditional
    assert all(" --hash=sha256:" in pin for pin in pins)


def test_no_wheel_asks_for_a_newer_system_than_the_oldest_that_is_named(wheelhouse):
    assert wheelhouse.tags("win_amd64") == ["win_amd64"]
    assert wheelhouse.tags("manylinux_aarch64")[0] == "manylinux_2_28_aarch64"
    assert "manylinux1_x86_64" in wheelhouse.tags("manylinux_x86_64")


def test_what_is_shipped_holds_no_secret_and_has_each_systems_line_ends(wheelhouse, tmp_path, monkeypatch):
    project = tmp_path / "project"
    shutil.copytree(
        PROJECT, project, ignore=shutil.ignore_patterns(".venv", ".git", "tests", "build", "__pycache__", ".*_cache")
    )
    (project / ".streamlit" / "secrets.toml").write_text("cookie_secret = 'x'")
    (project / "data" / "history").mkdir(exist_ok=True)
    (project / "deploy" / "proxy" / "server.key").write_text("key")
    monkeypatch.setattr(wheelhouse, "PROJECT", project)
    wheelhouse.ship(tmp_path / "out")
    shipped = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*")}
    assert {"run.cmd", "run.sh", "deploy/install.cmd", "deploy/install.sh", "outreach/__main__.py"} <= shipped
    assert {".streamlit/secrets.toml", "data/history", "deploy/proxy/server.key"} & shipped == set()
    for name in shipped:
        if name.endswith((".cmd", ".ps1", ".sh")):
            content = (tmp_path / "out" / name).read_bytes()
            assert content.count(b"\r\n") == (0 if name.endswith(".sh") else content.count(b"\n"))
    assert (tmp_path / "out" / "run.sh").stat().st_mode & 0o100


def _wheel(folder, name: str) -> str:
    """A wheel of one empty module; gives its hash."""
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": b"",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{path},sha256={urlsafe_b64encode(sha256(content).digest()).rstrip(b'=').decode()},{len(content)}\n"
        for path, content in files.items()
    )
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for each, content in (*files.items(), (f"{info}/RECORD", f"{record}{info}/RECORD,,\n".encode())):
            wheel.writestr(each, content)
    return sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def office(tmp_path):
    """A folder as an office gets it, with one small wheel, for the Python of the tests."""
    for name in ("deploy/install.sh", "outreach/__init__.py", "pyproject.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / name, tmp_path / name)
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "PYTHON").write_text("{}.{}\n".format(*sys.version_info[:2]))
    (tmp_path / "requirements.lock").write_text(
        f"lonely==1.0 \\\n    --hash=sha256:{_wheel(tmp_path / 'wheels', 'lonely')}\n"
    )
    return tmp_path


def _install(folder, python: str = sys.executable):
    refused = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "PIP_CONFIG_FILE": "/dev/null"}
    return subprocess.run(
        ["sh", "deploy/install.sh", python],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", **refused},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs sh")
def test_an_office_installs_from_its_folder_with_the_network_refused(office):
    done = _install(office)
    assert done.returncode == 0, done.stderr
    assert subprocess.run([office / ".venv/bin/python", "-c", "import lonely"]).returncode == 0
    assert (office / ".venv" / "run").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="needs sh")
def test_a_wheel_that_is_not_the_one_that_was_locked_is_refused(office):
    lock = office / "requirements.lock"
    lock.write_text(re.sub("sha256:[0-9a-f]+", f"sha256:{'0' * 64}", lock.read_text()))
    done = _install(office)
    assert done.returncode != 0 and "THESE PACKAGES DO NOT MATCH THE HASHES" in done.stderr
    assert not (office / ".venv" / "run").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs sh")
def test_an_office_without_the_python_that_the_wheels_were_made_for_is_told_which(office):
    (office / "wheels" / "PYTHON").write_text("3.99\n")
    done = _install(office)
    assert done.returncode == 1 and done.stderr.startswith("没有找到 Python 3.99，wheels/ 里的包是为它准备的。")
    assert not (office / ".venv").exists()


def test_the_windows_installer_takes_the_pythons_that_are_declared():
    script = (PROJECT / "deploy" / "install.cmd").read_text(encoding="utf-8")
    tried = re.search(r"for %%v in \(([\d. ]+)\)", script)[1].split()
    assert sorted(tried) == sorted(".".join(map(str, one)) for one in PYTHONS)


@pytest.mark.parametrize(
    ("wanted", "fits"), [("", True), ("{}.{}".format(*sys.version_info[:2]), True), ("3.99", False)]
)
def test_the_windows_installer_asks_a_python_whether_it_is_the_one_wanted(wanted, fits):
    script = (PROJECT / "deploy" / "install.cmd").read_text(encoding="utf-8")
    question = re.search(r'^%\* -c "(.+)" >nul', script, re.MULTILINE)[1].replace("%WANTED%", wanted).replace("%%", "%")
    assert (subprocess.run([sys.executable, "-c", question], cwd=PROJECT).returncode == 0) == fits


@pytest.mark.parametrize("script", ["run.cmd", "deploy/install.cmd"])
def test_a_command_file_is_plain_ascii_and_every_label_it_goes_to_is_there(script):
    text = (PROJECT / script).read_bytes().decode("ascii")
    wanted = set(re.findall(r"(?:goto |call :)(\w+)", text))
    assert wanted <= set(re.findall(r"^:(\w+)", text, re.MULTILINE))
