# Containers only: no secret's value ever passes through Terraform or its state.
# docs/deploy.md says how a version is added.

locals {
  secrets = {
    api-keys  = { readers = ["correct"] }
    wandb-key = { readers = ["job"] }
  }

  secret_readers = merge([
    for name, secret in local.secrets : {
      for reader in secret.readers :
      "${name}/${reader}" => { secret = name, reader = reader }
    }
  ]...)
}

resource "google_secret_manager_secret" "this" {
  for_each = local.secrets

  project             = var.project_id
  secret_id           = "${var.prefix}-${each.key}"
  deletion_protection = var.deletion_protection
  labels              = local.labels
  # A version destroyed by mistake can be restored for a week.
  version_destroy_ttl = "${7 * 24 * 60 * 60}s"

  replication {
    user_managed {
      replicas {
        location = var.region

        dynamic "customer_managed_encryption" {
          for_each = var.kms_key_id == null ? [] : [var.kms_key_id]

          content {
            kms_key_name = customer_managed_encryption.value
          }
        }
      }
    }
  }

  depends_on = [
    google_kms_crypto_key_iam_member.agents,
    google_project_service.this,
  ]
}

resource "google_secret_manager_secret_iam_member" "readers" {
  for_each = local.secret_readers

  project   = var.project_id
  secret_id = google_secret_manager_secret.this[each.value.secret].id
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:${google_service_account.this[each.value.reader].email}"
}
