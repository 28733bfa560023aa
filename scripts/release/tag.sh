#!/usr/bin/env bash
# Names what is released now: training jobs run `trainer:current`, and each function's image is marked.
set -euo pipefail
: "${REPOSITORY:?expected the image repository, as the Terraform output image_repository says it}"
for name in trainer $(ls dist); do
  gcloud artifacts docker tags add "$(cat "release/$name")" "$REPOSITORY/$name:current" --quiet
done
gcloud artifacts sbom export --uri="$(cat release/trainer)"
