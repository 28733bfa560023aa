#!/usr/bin/env sh
# Runs one step of a build: step.sh NAME COMMAND... Says what failed and where its log is.
set -eu
name=$1
shift
status=0
"$@" || status=$?
if [ "$status" -ne 0 ]; then
  echo "Step \"$name\" failed with status $status: $*" >&2
  if [ -n "${BUILD_ID:-}" ]; then
    echo "Log: https://console.cloud.google.com/cloud-build/builds;region=${REGION}/${BUILD_ID}?project=${PROJECT_ID}" >&2
  fi
fi
exit "$status"
