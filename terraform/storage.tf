# Buckets: `data` holds the whole life of a model, `source` what a release was
# built from.

locals {
  buckets = {
    data = {
      noncurrent_days = 30
      # Checkpoints of ended runs; result.json, metrics and models stay.
      delete_after_days = { "runs/" = 180 }
      delete_suffixes   = [".pt", ".safetensors"]
    }
    source = {
      noncurrent_days   = 30
      delete_after_days = { "" = 90 }
      delete_suffixes   = []
    }
  }
}

resource "google_storage_bucket" "this" {
  # checkov:skip=CKV_GCP_62: reads and writes are in Cloud Audit Logs (main.tf), which a bucket's usage log would double
  for_each = local.buckets

  project                     = var.project_id
  name                        = "${var.prefix}-${var.project_id}-${each.key}"
  location                    = upper(var.region)
  labels                      = local.labels
  force_destroy               = !var.deletion_protection
  public_access_prevention    = "enforced"
  uniform_bucket_level_access = true

  dynamic "encryption" {
    for_each = var.kms_key_id == null ? [] : [var.kms_key_id]

    content {
      default_kms_key_name = encryption.value
    }
  }

  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }

    condition {
      age = 2
    }
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }

    condition {
      days_since_noncurrent_time = each.value.noncurrent_days
      with_state                 = "ARCHIVED"
    }
  }

  dynamic "lifecycle_rule" {
    for_each = each.value.delete_after_days

    content {
      action {
        type = "Delete"
      }

      condition {
        age            = lifecycle_rule.value
        matches_prefix = compact([lifecycle_rule.key])
        matches_suffix = each.value.delete_suffixes
        with_state     = "LIVE"
      }
    }
  }

  soft_delete_policy {
    retention_duration_seconds = 7 * 24 * 60 * 60
  }

  versioning {
    enabled = true
  }

  depends_on = [google_kms_crypto_key_iam_member.agents]
}

# Objects that something waits for are announced on a topic; a subscription
# (pubsub.tf) narrows each to the folder its function reads.
resource "google_storage_notification" "this" {
  for_each = local.notifications

  bucket             = google_storage_bucket.this["data"].name
  event_types        = ["OBJECT_FINALIZE"]
  object_name_prefix = each.value.prefix
  payload_format     = "JSON_API_V1"
  topic              = google_pubsub_topic.this[each.value.topic].id

  depends_on = [google_pubsub_topic_iam_member.storage]
}
