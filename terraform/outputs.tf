output "buckets" {
  description = "Names of the buckets by purpose."
  value       = { for key, bucket in google_storage_bucket.this : key => bucket.name }
}

output "correct_command" {
  description = "Corrects a sentence; paste it into a shell."
  value = join(" ", compact([
    "curl -sS '${google_cloud_run_v2_service.this["correct"].uri}/v1/correct'",
    var.access.public ? null : "-H \"Authorization: Bearer $(gcloud auth print-identity-token)\"",
    var.access.api_keys_version == null ? null : "-H \"X-Api-Key: $GRAMAI_API_KEY\"",
    "-H 'Content-Type: application/json' -d '{\"text\": \"He have a car.\"}'",
  ]))
}

output "correct_url" {
  description = "Address of the function `correct`."
  value       = google_cloud_run_v2_service.this["correct"].uri
}

output "github_identity_provider" {
  description = "Value of `workload_identity_provider` for google-github-actions/auth; null without var.github."
  value       = one(google_iam_workload_identity_pool_provider.github[*].name)
}

output "image_repository" {
  description = "Where images are pushed."
  value       = local.image_repository
}

output "release_command" {
  description = "Builds and releases the checked-out commit; paste it into a shell at the repository's root."
  value = join(" ", [
    "gcloud builds submit --project=${var.project_id} --region=${var.region}",
    "--config=cloudbuild.yaml",
    "--gcs-source-staging-dir=gs://${google_storage_bucket.this["source"].name}/sources",
    "--service-account=${google_service_account.this["build"].id}",
    "--substitutions=COMMIT_SHA=$(git rev-parse HEAD),${join(",", [
      for name, value in local.build_substitutions : "${name}=${value}"
    ])} .",
  ])
}

output "service_accounts" {
  description = "E-mail addresses of the identities by purpose."
  value       = { for key, account in google_service_account.this : key => account.email }
}

output "train_command" {
  description = "Asks for a training run; paste it into a shell."
  value = join(" ", [
    "gcloud pubsub topics publish ${google_pubsub_topic.this["train-requests"].name}",
    "--project=${var.project_id}",
    "--message='${jsonencode({
      dataset    = var.retraining.dataset
      experiment = var.retraining.experiment
      reason     = "by hand"
      requestId  = "manual-{date}"
    })}'",
  ])
}
