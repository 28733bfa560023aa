# What a push to the repository may do here: the trigger of Cloud Build, and
# short-lived credentials for GitHub's runners (no key is ever made).

resource "google_cloudbuild_trigger" "release" {
  count = try(var.github.cloud_build_repository, null) == null ? 0 : 1

  project         = var.project_id
  location        = var.region
  name            = "${var.prefix}-release"
  description     = "Checks, builds and releases ${var.github.branch}"
  filename        = "cloudbuild.yaml"
  service_account = google_service_account.this["build"].id

  repository_event_config {
    repository = var.github.cloud_build_repository

    push {
      branch = "^${var.github.branch}$"
    }
  }

  substitutions = local.build_substitutions

  approval_config {
    approval_required = var.github.approval_required
  }
}

locals {
  state_bucket = coalesce(var.state_bucket, "${var.project_id}-terraform")

  build_substitutions = {
    _ENVIRONMENT  = var.environment
    _PREFIX       = var.prefix
    _REGION       = var.region
    _REPOSITORY   = local.image_repository
    _STATE_BUCKET = local.state_bucket
  }
}

resource "google_iam_workload_identity_pool" "github" {
  count = var.github == null ? 0 : 1

  project                   = var.project_id
  workload_identity_pool_id = "${var.prefix}-github"
  display_name              = "GitHub"
  description               = "Runners of ${var.github.repository}"

  depends_on = [google_project_service.this]
}

resource "google_iam_workload_identity_pool_provider" "github" {
  # checkov:skip=CKV_GCP_125: the condition pins repository and branch by variables, which the check cannot read
  count = var.github == null ? 0 : 1

  project                            = var.project_id
  workload_identity_pool_id          = google_iam_workload_identity_pool.github[0].workload_identity_pool_id
  workload_identity_pool_provider_id = "actions"
  display_name                       = "GitHub Actions"

  attribute_condition = "assertion.repository == \"${var.github.repository}\" && assertion.ref == \"refs/heads/${var.github.branch}\""

  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.ref"        = "assertion.ref"
    "attribute.repository" = "assertion.repository"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account_iam_member" "github" {
  count = var.github == null ? 0 : 1

  service_account_id = google_service_account.this["build"].name
  role               = "roles/iam.workloadIdentityUser"
  member = join("/", [
    "principalSet://iam.googleapis.com",
    google_iam_workload_identity_pool.github[0].name,
    "attribute.repository",
    var.github.repository,
  ])
}
