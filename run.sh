#!/bin/sh
# Opens the dashboard in a browser; the first time it installs what is needed.
# 打开“科普一张图”；第一次运行先安装所需。   ./run.sh [serve 的参数，如 --port 8600]
set -eu
cd "$(dirname "$0")"

[ -n "$(find .venv/run -newer requirements.lock 2>/dev/null)" ] || sh deploy/install.sh
exec .venv/bin/python -m outreach serve --open "$@"
