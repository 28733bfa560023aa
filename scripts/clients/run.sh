#!/usr/bin/env bash
# Tries this service with real clients and with schemathesis: bash scripts/clients/run.sh
# Needs Python 3.10 or newer. PORT (default 8099) and EXAMPLES (per address, default 25) may be set.
set -euo pipefail
cd "$(dirname "$0")/../.."
port="${PORT:-8099}"
origin="http://127.0.0.1:$port"
folder="$(mktemp -d)"
server=""
stop() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap stop EXIT

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check -r scripts/clients/requirements.txt

GRAMAI_STORE="$folder/store" GRAMAI_FEEDBACK=on GRAMAI_LOG_LEVEL=warn PORT="$port" \
  node --import tsx cli/twin.ts &
server=$!
for _ in $(seq 120); do
  curl --silent --fail "$origin/readyz" >/dev/null && break
  sleep 1
done

"$folder/venv/bin/python" scripts/clients/check.py "$origin"
"$folder/venv/bin/st" --config-file scripts/clients/schemathesis.toml run "$origin/openapi.json" \
  --max-examples "${EXAMPLES:-25}" --continue-on-failure --seed 1 --no-color
