#!/usr/bin/env bash
# Puts the traffic of every function back: on the revisions noted by the release in hand, or else on the
# newest revision older than the one that serves. Nothing is built; it takes seconds.
set -euo pipefail
: "${PREFIX:?expected the prefix of every name, as in Terraform}"
: "${REGION:?expected the region}"
for name in ${FUNCTIONS:-correct ingest train evaluate promote}; do
  revision=$(cat "release/$name.previous" 2>/dev/null || true)
  if [ -z "$revision" ]; then
    revision=$(gcloud run revisions list --service="$PREFIX-$name" --region="$REGION" \
      --sort-by='~metadata.creationTimestamp' --limit=2 --format='value(metadata.name)' | tail -n 1)
  fi
  if [ -z "$revision" ]; then
    echo "$name: there is no earlier revision" >&2
    continue
  fi
  gcloud run services update-traffic "$PREFIX-$name" --region="$REGION" --quiet --to-revisions="$revision=100"
  echo "$name: traffic is on $revision"
done
