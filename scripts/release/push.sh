#!/usr/bin/env bash
# Pushes the images and writes each one's digest to release/<name>: what follows names images by digest.
set -euo pipefail
: "${REPOSITORY:?expected the image repository, as the Terraform output image_repository says it}"
: "${COMMIT_SHA:?expected the commit that is built}"
mkdir -p release
for name in trainer $(ls dist); do
  docker push --quiet "$REPOSITORY/$name:$COMMIT_SHA"
  docker inspect --format '{{index .RepoDigests 0}}' "$REPOSITORY/$name:$COMMIT_SHA" >"release/$name"
  echo "$name: $(cat "release/$name")"
done
