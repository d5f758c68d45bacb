@echo off
rem Installs what the dashboard needs into .venv: from wheels\ where that folder is there (no network), else from the package index.
setlocal
cd /d "%~dp0.."
set "WANTED="
if exist wheels\PYTHON set /p WANTED=<wheels\PYTHON
set "PYTHON="
if defined WANTED (
    call :try py -%WANTED%
    call :try python
) else (
    for %%v in (3.13 3.12 3.11 3.14) do call :try py -%%v
    call :try python
)
if not defined PYTHON (
    if defined WANTED (
        echo Python %WANTED% 64-bit is needed ^(python.org, python-%WANTED%.x-amd64.exe^). See README.md, Windows.
    ) else (
        echo Python 3.11 or newer, 64-bit, is needed ^(python.org^). See README.md, Windows.
    )
    exit /b 1
)
%PYTHON% -m venv .venv || exit /b 1
set "FROM="
if exist wheels set "FROM=--no-index --find-links wheels"
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check %FROM% --require-hashes -r requirements.lock || exit /b 1
type nul > .venv\run
exit /b 0

:try
if defined PYTHON exit /b 0
%* -c "import sys, outreach; sys.exit(sys.maxsize < 2**32 or '%WANTED%' not in ('', '%%d.%%d' %% sys.version_info[:2]))" >nul 2>nul && set "PYTHON=%*"
exit /b 0
