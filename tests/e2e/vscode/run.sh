#!/usr/bin/env bash
# Tests the package of linux-x64 that lies in vscode-extension/build/ in a real VS Code.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if [ "$(uname -sm)" != 'Linux x86_64' ]; then
    echo 'The tests in VS Code run on Linux with x86_64 only, as the package that they install does.' >&2
    exit 1
fi

./setup.sh
TCLSP_VSIX=$(ls -t ../../../vscode-extension/build/tclsp-linux-x64-*.vsix | head -n 1)
STOCK_PYTHON=$(../../../.ci/stock-python)
export TCLSP_VSIX STOCK_PYTHON
rm -rf screenshots
# One file after another: each has a browser and a VS Code, and time counts in some of the tests.
node --test --test-concurrency=1 --test-reporter=spec ./*.test.mjs
