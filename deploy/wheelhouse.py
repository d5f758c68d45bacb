"""Makes a folder and an archive with which an office installs and runs the dashboard with Python and no network.

python deploy/wheelhouse.py --platform win_amd64 [--python 3.13] [--out build]

In it: the project, all its wheels as requirements.lock names them, and the installer that a double-click on run.cmd or
./run.sh begins with. What is this machine's own stays out: secrets, what is kept, the history of the tables.
"""

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from packaging.markers import Marker

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from outreach import PYTHONS, __version__  # noqa: E402 - the project is no installed package

GLIBC = (28, 27, 26, 24, 17, 12, 5)  # UOS 20 has 2.28, Kylin V10 SP1 2.31; what needs a newer one is not taken
PLATFORMS = {
    "win_amd64": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    **{
        f"manylinux_{machine}": {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": machine,
        }
        for machine in ("x86_64", "aarch64")
    },
}
SHIPPED = (
    ".streamlit/config.toml",
    "CHANGELOG.md",
    "LICENSE",
    "README.en.md",
    "README.md",
    "app.py",
    "data",
    "deploy",
    "docs",
    "geo",
    "outreach",
    "pages",
    "pyproject.toml",
    "requirements.lock",
    "requirements.txt",
    "run.cmd",
    "run.sh",
)
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "secrets.toml", ".kept", "history", "*.pem", "*.key")
_PIN = re.compile(
    r"^(?P<pin>[\w.\[\]-]+==[^\s;\\]+)(?: *; *(?P<marker>[^\\]+?))? *\\?\n(?P<hashes>(?: +--hash=\S+ ?\\?\n)+)", re.M
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--platform", required=True, choices=PLATFORMS)
    parser.add_argument("--python", default="3.13", choices=[".".join(map(str, one)) for one in PYTHONS])
    parser.add_argument("--out", type=Path, default=PROJECT / "build")
    asked = parser.parse_args(arguments)
    folder = asked.out / f"outreach-atlas-{__version__}-{asked.platform}-python{asked.python}"
    shutil.rmtree(folder, ignore_errors=True)
    ship(folder)
    pins = wanted((PROJECT / "requirements.lock").read_text(encoding="utf-8"), asked.platform, asked.python)
    fetch(pins, folder / "wheels", asked.platform, asked.python)
    (folder / "wheels" / "PYTHON").write_text(asked.python + "\n", encoding="ascii", newline="\n")
    windows = asked.platform.startswith("win")
    archive = shutil.make_archive(str(folder), "zip" if windows else "tar", folder.parent, folder.name)
    megabytes = sum(path.stat().st_size for path in (folder / "wheels").iterdir()) / 1e6
    print(f"{archive}: {len(pins)} wheels, {megabytes:.0f} MB")
    return 0


def ship(folder: Path) -> None:
    """Put the project into a folder, with each system's line ends and without what is this machine's own."""
    for name in SHIPPED:
        source, target = PROJECT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=_LEFT_OUT)
        else:
            shutil.copy2(source, target)
    for path in folder.rglob("*"):
        if path.suffix in (".cmd", ".ps1", ".sh"):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            path.write_bytes(content if path.suffix == ".sh" else content.replace(b"\n", b"\r\n"))


def wanted(lock: str, platform: str, python: str) -> list[str]:
    """The lock's packages that a platform and a Python need, each with its hashes, without conditions."""
    where = {
        **PLATFORMS[platform],
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }
    return [
        found["pin"] + "".join(f" {one}" for one in re.findall(r"--hash=\S+", found["hashes"]))
        for found in _PIN.finditer(lock)
        if not found["marker"] or Marker(found["marker"]).evaluate(where)
    ]


def tags(platform: str) -> list[str]:
    """The platforms, as wheels call them, that a machine takes."""
    if not platform.startswith("manylinux"):
        return [platform]
    machine = platform.removeprefix("manylinux_")
    old = (
        [f"manylinux{year}_{machine}" for year in ("2014", "2010", "1")]
        if machine == "x86_64"
        else [f"manylinux2014_{machine}"]
    )
    return [*(f"manylinux_2_{minor}_{machine}" for minor in GLIBC), *old]


def fetch(pins: Sequence[str], wheels: Path, platform: str, python: str) -> None:
    """Bring the wheels, and nothing that would have to be built, into a folder."""
    wheels.mkdir(parents=True)
    listed = wheels / "wanted.txt"
    listed.write_text("\n".join(pins) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--require-hashes", "--python-version", python, "--dest", str(wheels)]
    command += [part for tag in tags(platform) for part in ("--platform", tag)]
    subprocess.run([*command, "--requirement", str(listed)], check=True)
    listed.unlink()


if __name__ == "__main__":
    sys.exit(main())
