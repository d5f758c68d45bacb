@echo off
rem Opens the dashboard in a browser; the first time it installs what is needed. Double-click, or: run.cmd --port 8600
setlocal
chcp 65001 >nul
cd /d "%~dp0"
if not exist .venv\run call deploy\install.cmd
if not exist .venv\run goto failed
.venv\Scripts\python -m outreach serve --open %*
if not errorlevel 1 exit /b 0
:failed
pause
exit /b 1
