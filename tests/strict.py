"""Type-checks the package strictly: python -m tests.strict. The modules that do not pass yet stand in pyproject.toml.

The list only becomes shorter: a module that is not on it must pass, and one that passes must leave it (--shrink takes
those out).
"""

import re
import subprocess
import sys
import tomllib
from collections import Counter

from outreach.home import PROJECT

LIST = "not_yet_strict"
_ERROR = re.compile(r"(?P<path>[^:]+)\.py:\d+: error: .*")


def main(arguments: list[str]) -> int:
    path = PROJECT / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    listed = tomllib.loads(text)["tool"]["outreach"][LIST]
    run = subprocess.run([sys.executable, "-m", "mypy"], cwd=PROJECT, capture_output=True, text=True, encoding="utf-8")
    if run.returncode not in (0, 1):
        print(run.stdout, run.stderr, sep="\n", file=sys.stderr)
        return run.returncode
    errors = run.stdout.splitlines()
    strangers, clean = against(errors, listed)
    if clean and arguments == ["--shrink"]:
        path.write_text(without(text, clean), encoding="utf-8", newline="\n")
        print(f"taken out of the list: {', '.join(clean)}")
        clean = []
    for line in strangers:
        print(line)
    for module in clean:
        print(f"pyproject.toml: {module} is strict now, take it out of {LIST} (python -m tests.strict --shrink)")
    left = sum(faults_of(errors).values()) - len(strangers)
    print(f"{len(listed) - len(clean)} modules not yet strict, {left} faults in them")
    return 1 if strangers or clean else 0


def faults_of(errors: list[str]) -> Counter[str]:
    """How many faults each module has."""
    found = (_ERROR.fullmatch(line) for line in errors)
    return Counter(_module(match["path"]) for match in found if match)


def against(errors: list[str], listed: list[str]) -> tuple[list[str], list[str]]:
    """The errors of modules that are not on the list, and the modules of the list that have none."""
    strangers = [
        line for line in errors if (match := _ERROR.fullmatch(line)) and _module(match["path"]) not in set(listed)
    ]
    faulty = faults_of(errors)
    return strangers, [module for module in listed if not faulty[module]]


def without(text: str, modules: list[str]) -> str:
    """The settings without these modules' lines of the list."""
    gone = {f'    "{module}",' for module in modules}
    return "".join(line for line in text.splitlines(keepends=True) if line.rstrip() not in gone)


def _module(path: str) -> str:
    return path.replace("\\", "/").removesuffix("/__init__").replace("/", ".")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
