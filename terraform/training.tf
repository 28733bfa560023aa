# Training: the job's settings, TensorBoard and the weekly request.

locals {
  training_environment = {
    GRAMAI_JOB_SERVICE_ACCOUNT = google_service_account.this["job"].email
    GRAMAI_TENSORBOARD         = google_vertex_ai_tensorboard.this.name
    GRAMAI_TRAINER_IMAGE       = "${local.image_repository}/trainer:current"
    GRAMAI_WANDB_SECRET = (
      var.wandb_key_version == null
      ? ""
      : "${google_secret_manager_secret.this["wandb-key"].id}/versions/${var.wandb_key_version}"
    )
  }

  image_repository = join("/", [
    "${var.region}-docker.pkg.dev",
    var.project_id,
    google_artifact_registry_repository.images.repository_id,
  ])

  retraining_request = {
    dataset     = var.retraining.dataset
    experiment  = var.retraining.experiment
    feedback    = var.retraining.feedback
    onlyNewData = true
    reason      = "schedule"
    # The day of publication takes the place of {date}, so that a message
    # delivered twice is the same run.
    requestId = "scheduled-{date}"
  }
}

resource "google_vertex_ai_tensorboard" "this" {
  project      = var.project_id
  region       = var.region
  display_name = "${var.prefix}-runs"
  description  = "Curves of GramAI's training runs"
  labels       = local.labels

  dynamic "encryption_spec" {
    for_each = var.kms_key_id == null ? [] : [var.kms_key_id]

    content {
      kms_key_name = encryption_spec.value
    }
  }

  depends_on = [
    google_kms_crypto_key_iam_member.agents,
    google_project_service.this,
  ]
}

resource "google_cloud_scheduler_job" "retrain" {
  project     = var.project_id
  region      = var.region
  name        = "${var.prefix}-retrain"
  description = "Asks for a training run; a worse model is never promoted"
  paused      = var.retraining.paused
  schedule    = var.retraining.schedule
  time_zone   = var.retraining.time_zone

  pubsub_target {
    topic_name = google_pubsub_topic.this["train-requests"].id
    data       = base64encode(jsonencode(local.retraining_request))
  }

  retry_config {
    retry_count          = 3
    min_backoff_duration = "30s"
  }
}

# Jobs that got no machine, failed or were deleted say nothing themselves.
resource "google_cloud_scheduler_job" "check_runs" {
  project     = var.project_id
  region      = var.region
  name        = "${var.prefix}-check-runs"
  description = "Has function train look after runs under way"
  schedule    = "*/10 * * * *"

  pubsub_target {
    topic_name = google_pubsub_topic.this["train-requests"].id
    data       = base64encode(jsonencode({ task = "check-runs" }))
  }

  retry_config {
    retry_count = 0
  }
}
