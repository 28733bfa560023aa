#!/usr/bin/env bash
# Builds the trainer's image into the local Docker, from the layers of the last release where they fit.
set -euo pipefail
: "${REPOSITORY:?expected the image repository, as the Terraform output image_repository says it}"
: "${COMMIT_SHA:?expected the commit that is built}"
docker pull --quiet "$REPOSITORY/trainer:current" || echo "No earlier image: building every layer"
docker build --cache-from "$REPOSITORY/trainer:current" --build-arg BUILDKIT_INLINE_CACHE=1 \
  --build-arg "COMMIT=$COMMIT_SHA" --tag "$REPOSITORY/trainer:$COMMIT_SHA" training-job
