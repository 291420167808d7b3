#!/usr/bin/env bash
# Installs what the tests need: code-server with a Node of its own from npm, Chromium and fonts from
# Debian (as root). Does nothing where all is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v chromium >/dev/null || ! fc-list :lang=zh | grep -q .; then
    if [ "$(id -u)" != 0 ]; then
        echo 'Chromium and a Chinese font are missing; as root: apt-get install chromium fonts-dejavu-core fonts-wqy-microhei' >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        chromium fontconfig fonts-dejavu-core fonts-wqy-microhei >/dev/null
fi

stamp=node_modules/.installed
if [ ! -e "$stamp" ] || [ package-lock.json -nt "$stamp" ]; then
    # Without scripts: none of the native modules that they would build is needed.
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    # Its lock file does not fit its own package.json, so `npm ci` refuses it.
    (cd node_modules/code-server/lib/vscode &&
        npm install --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error)
    touch "$stamp"
fi
