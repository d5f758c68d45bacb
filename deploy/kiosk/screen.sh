#!/bin/sh
# The museum's screen: the dashboard while its server answers; where it does not for a while, the atlas in one file, until it does.
# screen.sh BROWSER [ARGUMENT ...]    the address comes last
server=${OUTREACH_SERVER:-http://127.0.0.1:8501}
atlas=${OUTREACH_ATLAS:-/var/lib/outreach-kiosk/atlas.html}
patience=${OUTREACH_PATIENCE:-60} # seconds without an answer
look=${OUTREACH_LOOK:-5}
browser=

well() { curl --silent --fail --max-time 5 --output /dev/null "$server/_stcore/health"; }
leave() { [ -z "$browser" ] || kill "$browser" 2>/dev/null; }
trap 'leave; exit 0' TERM INT

gone=0
while :; do
    if well; then
        gone=0 shown=$server/kiosk
    elif [ "$gone" -ge "$patience" ] && [ -s "$atlas" ]; then
        shown="file://$atlas?kiosk"
    else
        sleep "$look"
        gone=$((gone + look))
        continue
    fi
    "$@" "$shown" &
    browser=$!
    while kill -0 "$browser" 2>/dev/null; do
        sleep "$look"
        if well; then gone=0; else gone=$((gone + look)); fi
        case $shown in
            file:*) [ "$gone" -gt 0 ] || break ;;
            *) [ "$gone" -lt "$patience" ] || [ ! -s "$atlas" ] || break ;;
        esac
    done
    leave
    wait "$browser"
    browser=
done
