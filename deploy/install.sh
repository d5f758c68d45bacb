#!/bin/sh
# Installs what the dashboard needs into .venv: from wheels/ where that folder is there (no network), else from the package index.
# 把所需的包装进 .venv：有 wheels/ 文件夹就从那里装（不联网），没有就从软件源装。   deploy/install.sh [python3.12]
set -eu
cd "$(dirname "$0")/.."

fits() {  # whether this is a Python for the project and, offline, the one that the wheels were made for
    command -v "$1" >/dev/null && "$1" -c 'import outreach' 2>/dev/null &&
        { [ ! -f wheels/PYTHON ] || [ "$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')" = "$(cat wheels/PYTHON)" ]; }
}

python=
for one in "${1:-python3}" python3.11 python3.12 python3.13 python3.14; do
    if fits "$one"; then
        python=$one
        break
    fi
done
if [ -z "$python" ]; then
    if [ -f wheels/PYTHON ]; then
        echo "没有找到 Python $(cat wheels/PYTHON)，wheels/ 里的包是为它准备的。 · No Python $(cat wheels/PYTHON) was found, for which wheels/ was made." >&2
    elif command -v "${1:-python3}" >/dev/null; then
        "${1:-python3}" -c 'import outreach' >&2 || true
    else
        echo "没有找到 Python。 · No Python was found." >&2
    fi
    exit 1
fi

"$python" -m venv .venv || {
    echo "缺少 Python 的 venv 模块（Debian、UOS、麒麟：安装 python3-venv）。 · Python's venv module is missing (Debian and its kin: python3-venv)." >&2
    exit 1
}
if [ -d wheels ]; then
    set -- --no-index --find-links wheels
else
    set --
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check "$@" --require-hashes -r requirements.lock
touch .venv/run
