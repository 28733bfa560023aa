#!/usr/bin/env bash
# Gives the new revisions all traffic, the one behind callers last, and looks again. What does not
# answer then goes back to the revisions before.
set -euo pipefail
: "${PREFIX:?expected the prefix of every name, as in Terraform}"
: "${REGION:?expected the region}"
here=$(dirname "$0")
for name in $(ls dist | grep -vx correct) correct; do
  gcloud run services update-traffic "$PREFIX-$name" --region="$REGION" --quiet \
    --to-revisions="$(cat "release/$name.revision")=100"
done
if ! "$here/smoke.sh" live; then
  echo "The service does not answer as it should with the traffic on it: going back" >&2
  "$here/rollback.sh"
  exit 1
fi
