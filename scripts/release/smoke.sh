#!/usr/bin/env bash
# Asks a running function what a caller and a browser would ask, and says what is wrong:
#   scripts/release/smoke.sh http://localhost:8080
# `candidate` or `live` in the address' place mean the deployed revision with that tag, or the one with
# the traffic. GRAMAI_API_KEY, where it is set, goes along as the API key.
set -euo pipefail
target=${1:?expected an address, candidate or live}
authorization=()
case $target in
  candidate | live)
    : "${PREFIX:?expected the prefix of every name, as in Terraform}"
    : "${REGION:?expected the region}"
    url=$(gcloud run services describe "$PREFIX-correct" --region="$REGION" --format='value(status.url)')
    # A token for the service is good for its tags' addresses too.
    authorization=(-H "Authorization: Bearer $(gcloud auth print-identity-token --audiences="$url")")
    if [ "$target" = candidate ]; then url=${url/https:\/\//https://candidate---}; fi
    ;;
  *) url=${target%/} ;;
esac
key=()
if [ -n "${GRAMAI_API_KEY:-}" ]; then key=(-H "X-Api-Key: $GRAMAI_API_KEY"); fi
failed=0

# check NAME PATTERN PATH [BODY]: the answer, status line and headers first, must match the pattern.
check() {
  local answer data=()
  if [ $# -gt 3 ]; then data=(-H 'Content-Type: application/json' -d "$4"); fi
  answer=$(curl -sS -i --max-time 60 "${authorization[@]}" "${key[@]}" "${data[@]}" "$url$3" 2>&1 | tr -d '\r' | tr '\n' ' ') || true
  if [[ $answer =~ $2 ]]; then
    echo "ok: $1"
  else
    echo "FAILED: $1 ($3 answered: ${answer:0:60})"
    failed=1
  fi
}

check "the process answers" '^HTTP/[0-9.]+ 200.*"status":"ok"' /healthz
check "the model is loaded" '^HTTP/[0-9.]+ 200.*"version":' /readyz
# An address is never corrected, so the answer is known whatever the model. Without a key where keys
# are asked for, 401 is right.
check "a text comes back with its edits" \
  '^HTTP/[0-9.]+ (200.*"corrected":"https://example\.com/a","edits":\[\]|401.*"unauthorized")' \
  /v1/correct '{"text": "https://example.com/a"}'
check "a broken request is refused with a reason" '^HTTP/[0-9.]+ (400|401).*"requestId":' /v1/correct '{'
check "the page is served with a strict policy" "^HTTP/[0-9.]+ 200.*default-src 'none'" /
exit "$failed"
