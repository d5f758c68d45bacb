<#
  Windows touch screen: the server and Microsoft Edge in kiosk mode, both started again whenever they end.
  Register once, as administrator (see README.md):  .\kiosk.ps1 -Install
  What the installed task runs at every sign-in:    .\kiosk.ps1
#>
param(
    [string]$Root = "C:\outreach",
    [int]$Port = 8501,
    [switch]$Install,
    [switch]$Remove
)
$ErrorActionPreference = "Stop"
$task = "OutreachKiosk"
$health = "http://127.0.0.1:$Port/_stcore/health"
$atlas = Join-Path $env:LOCALAPPDATA "outreach-kiosk\atlas.html"
$address = "http://127.0.0.1:$Port/kiosk"
$edge = Join-Path ${env:ProgramFiles(x86)} "Microsoft\Edge\Application\msedge.exe"
if (-not (Test-Path $edge)) { $edge = Join-Path $env:ProgramFiles "Microsoft\Edge\Application\msedge.exe" }

if ($Remove) {
    Unregister-ScheduledTask -TaskName $task -Confirm:$false
    return
}
if ($Install) {
    $run = New-ScheduledTaskAction -Execute "powershell.exe" -WorkingDirectory $Root `
        -Argument "-NoProfile -WindowStyle Hidden -ExecutionPolicy Bypass -File `"$PSCommandPath`" -Root `"$Root`" -Port $Port"
    $when = New-ScheduledTaskTrigger -AtLogOn
    $how = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) `
        -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
    Register-ScheduledTask -TaskName $task -Action $run -Trigger $when -Settings $how -Force | Out-Null
    # no swipes from the edges of the screen while the kiosk runs
    New-Item -Path "HKLM:\SOFTWARE\Policies\Microsoft\Windows\EdgeUI" -Force | Out-Null
    Set-ItemProperty -Path "HKLM:\SOFTWARE\Policies\Microsoft\Windows\EdgeUI" -Name AllowEdgeSwipe -Value 0 -Type DWord
    return
}

function Test-Health {
    try { return (Invoke-WebRequest -UseBasicParsing -TimeoutSec 5 -Uri $health).StatusCode -eq 200 } catch { return $false }
}
function Start-Server {
    $env:OUTREACH_AUDIENCE = "kiosk"
    $env:OUTREACH_HOME = $Root
    $env:OUTREACH_STATE = Join-Path $env:LOCALAPPDATA "outreach-kiosk"
    Start-Process -PassThru -WindowStyle Hidden -WorkingDirectory $Root -FilePath "$Root\.venv\Scripts\python.exe" -ArgumentList `
        "-m outreach serve --host 127.0.0.1 --port $Port"
}
function Update-Atlas {
    # the atlas in one file, made anew every day beside the server, after ten minutes where that failed; a half of it is never shown
    if ($null -ne $script:making) {
        if (-not $script:making.HasExited) {
            if ((Get-Date) -lt $script:patience) { return }
            Stop-Process -Id $script:making.Id -Force
            $null = $script:making.WaitForExit(5000)
        }
        if ($script:making.ExitCode -eq 0 -and (Test-Path "$atlas.new.html")) {
            Move-Item -Force "$atlas.new.html" $atlas
            $script:next = (Get-Date).AddHours(24)
        } else { $script:next = (Get-Date).AddMinutes(10) }
        $script:making = $null
    }
    if ((Get-Date) -ge $script:next) {
        New-Item -ItemType Directory -Force (Split-Path $atlas) | Out-Null
        Remove-Item -Force -ErrorAction SilentlyContinue "$atlas.new.html"
        $script:patience = (Get-Date).AddMinutes(30)
        $script:making = Start-Process -PassThru -WindowStyle Hidden -WorkingDirectory $Root `
            -FilePath "$Root\.venv\Scripts\python.exe" -ArgumentList "-m outreach export --format html --out `"$atlas.new.html`" `"$Root`""
        $null = $script:making.Handle  # without it Windows PowerShell does not know how a process ended
    }
}
function Start-Screen($to) {
    Start-Process -PassThru -FilePath $edge -ArgumentList @(
        "--kiosk", $to, "--edge-kiosk-type=fullscreen", "--no-first-run", "--disable-pinch", "--overscroll-history-navigation=0",
        "--disable-features=Translate", "--enable-auto-reload", "--user-data-dir=`"$env:TEMP\outreach-kiosk`""
    )
}

$server = Start-Server
$screen = $null
$shown = $null
$ill = 0
$gone = 0
$making = $null
$next = Get-Date
while ($true) {
    if (Test-Health) { $ill = 0; $gone = 0 } else { $ill += 1; $gone += 1 }
    if ($server.HasExited -or $ill -ge 8) {
        if (-not $server.HasExited) { Stop-Process -Id $server.Id -Force }
        $server = Start-Server
        $ill = 0
    }
    if ($gone -eq 0) { $wanted = $address }
    elseif ($gone -ge 20 -and (Test-Path $atlas)) { $wanted = ([Uri]$atlas).AbsoluteUri + "?kiosk" }
    else { $wanted = $shown }
    if ($null -ne $screen -and -not $screen.HasExited -and $wanted -ne $shown) { Stop-Process -Id $screen.Id -Force; Start-Sleep -Seconds 1 }
    if ($null -ne $wanted -and ($null -eq $screen -or $screen.HasExited)) { $screen = Start-Screen $wanted; $shown = $wanted }
    Update-Atlas
    Start-Sleep -Seconds 3
}
