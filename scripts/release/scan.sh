#!/usr/bin/env bash
# Scans each built image for known vulnerabilities, before anything is pushed. A critical one that has a
# fix stops the release; what has none yet is printed.
set -euo pipefail
: "${REPOSITORY:?expected the image repository, as the Terraform output image_repository says it}"
: "${COMMIT_SHA:?expected the commit that is built}"
found=0
for name in trainer $(ls dist); do
  scan=$(gcloud artifacts docker images scan "$REPOSITORY/$name:$COMMIT_SHA" --format='value(response.scan)')
  critical=$(gcloud artifacts docker images list-vulnerabilities "$scan" \
    --filter='vulnerability.effectiveSeverity=CRITICAL AND vulnerability.fixAvailable=true' \
    --format='value(vulnerability.shortDescription, vulnerability.packageIssue[0].affectedPackage, vulnerability.packageIssue[0].fixedVersion.fullName)')
  if [ -n "$critical" ]; then
    echo "$name has critical vulnerabilities with a fix:"
    echo "$critical"
    found=1
  else
    echo "$name: no critical vulnerability with a fix"
  fi
done
exit "$found"
