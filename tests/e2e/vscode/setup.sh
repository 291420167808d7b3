#!/usr/bin/env bash
# Installs what the tests need: code-server with a Node of its own from npm; Chromium, fonts, ps and
# a Python that nobody has installed anything into from Debian (as root). Does nothing where all is
# there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

packages=(chromium fontconfig fonts-dejavu-core fonts-wqy-microhei procps python3)
has_all() {
    command -v chromium >/dev/null && command -v ps >/dev/null && [ -x /usr/bin/python3 ] &&
        fc-list :lang=zh 2>/dev/null | grep -q .
}
if ! has_all; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "The tests in VS Code need these Debian packages: ${packages[*]}" >&2
        exit 1
    fi
    echo "== Installing ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends "${packages[@]}" >/dev/null
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
