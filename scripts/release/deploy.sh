#!/usr/bin/env bash
# Makes a new revision of each function from its pushed image. It gets no traffic: only the address of
# the tag `candidate` reaches it.
set -euo pipefail
: "${PREFIX:?expected the prefix of every name, as in Terraform}"
: "${REGION:?expected the region}"

# The revision with all of a service's traffic; nothing where it is shared out.
serving() {
  gcloud run services describe "$1" --region="$REGION" --format='json(status.traffic)' | python3 -c '
import json, sys
traffic = json.load(sys.stdin).get("status", {}).get("traffic", [])
print("".join(part["revisionName"] for part in traffic if part.get("percent") == 100))'
}

for name in $(ls dist); do
  serving "$PREFIX-$name" >"release/$name.previous"
  gcloud run deploy "$PREFIX-$name" --region="$REGION" --image="$(cat "release/$name")" \
    --no-traffic --tag=candidate --quiet
  gcloud run services describe "$PREFIX-$name" --region="$REGION" \
    --format='value(status.latestCreatedRevisionName)' >"release/$name.revision"
  echo "$name: $(cat "release/$name.revision") is ready without traffic"
done
