#!/usr/bin/env sh
# Checks form and types of the module and its examples. Needs the provider, so the network, on first use.
set -eu
terraform fmt -check -recursive terraform
for folder in terraform terraform/examples/*; do
  terraform -chdir="$folder" init -backend=false -input=false -no-color >/dev/null
  terraform -chdir="$folder" validate -no-color
done
