# Where an environment's state lives is told at `terraform init`
# (docs/deploy.md). Callers that use this folder as a module keep their own
# backend; Terraform then ignores this block and says so.
terraform {
  backend "gcs" {}
}
