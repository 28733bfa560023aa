#!/usr/bin/env sh
# Shows what `terraform apply` would change. The platform team applies; a release never does.
set -eu
: "${STATE_BUCKET:?expected the bucket of Terraform's state}"
: "${ENVIRONMENT:?expected staging or production}"
: "${PROJECT_ID:?expected the project}"
cd terraform
terraform init -input=false -backend-config="bucket=$STATE_BUCKET" -backend-config="prefix=gramai/$ENVIRONMENT"
status=0
terraform plan -input=false -lock=false -detailed-exitcode \
  -var-file="env/$ENVIRONMENT.tfvars" -var="project_id=$PROJECT_ID" || status=$?
case $status in
  0) echo "Infrastructure is as the code says" ;;
  2) echo "The plan above waits for the platform team (docs/deploy.md); the release goes on without it" ;;
  *) exit "$status" ;;
esac
