# One repository for the trainer's image and the functions' images.

resource "google_artifact_registry_repository" "images" {
  project       = var.project_id
  location      = var.region
  repository_id = "${var.prefix}-images"
  description   = "Images of the training job and of the functions"
  format        = "DOCKER"
  kms_key_name  = var.kms_key_id
  labels        = local.labels

  cleanup_policies {
    id     = "delete-untagged"
    action = "DELETE"

    condition {
      older_than = "${14 * 24 * 60 * 60}s"
      tag_state  = "UNTAGGED"
    }
  }

  cleanup_policies {
    id     = "keep-recent"
    action = "KEEP"

    most_recent_versions {
      keep_count = 5
    }
  }

  docker_config {
    # `trainer:current` moves with each release; releases are named by digest.
    immutable_tags = false
  }

  vulnerability_scanning_config {
    enablement_config = "INHERITED"
  }

  depends_on = [
    google_kms_crypto_key_iam_member.agents,
    google_project_service.this,
  ]
}

resource "google_artifact_registry_repository_iam_member" "job" {
  project    = var.project_id
  location   = var.region
  repository = google_artifact_registry_repository.images.name
  role       = "roles/artifactregistry.reader"
  member     = "serviceAccount:${google_service_account.this["job"].email}"
}

resource "google_artifact_registry_repository_iam_member" "build" {
  project    = var.project_id
  location   = var.region
  repository = google_artifact_registry_repository.images.name
  role       = "roles/artifactregistry.writer"
  member     = "serviceAccount:${google_service_account.this["build"].email}"
}
