# Topics with their dead-letter topics, and the pushes that call the functions.

locals {
  topics = toset(["ingest-requests", "run-events", "train-requests"])

  # Folders of the data bucket whose new objects are announced.
  notifications = {
    incoming = { prefix = "incoming/", topic = "ingest-requests" }
    runs     = { prefix = "runs/", topic = "run-events" }
  }

  # Filters know no endings: `evaluate` picks result.json out of a run's files,
  # `promote` evaluation.json, and both acknowledge the rest unread.
  # Function => the topic it is called from and the messages it gets.
  pushes = {
    evaluate = {
      topic  = "run-events"
      filter = "hasPrefix(attributes.objectId, \"runs/\")"
    }
    ingest = { topic = "ingest-requests", filter = null }
    promote = {
      topic  = "run-events"
      filter = "hasPrefix(attributes.objectId, \"runs/\")"
    }
    train = { topic = "train-requests", filter = null }
  }
}

resource "google_pubsub_topic" "this" {
  for_each = local.topics

  project                    = var.project_id
  name                       = "${var.prefix}-${each.key}"
  kms_key_name               = var.kms_key_id
  labels                     = local.labels
  message_retention_duration = "${7 * 24 * 60 * 60}s"

  depends_on = [
    google_kms_crypto_key_iam_member.agents,
    google_project_service.this,
  ]
}

resource "google_pubsub_topic" "dead" {
  for_each = local.topics

  project      = var.project_id
  name         = "${var.prefix}-${each.key}-dead"
  kms_key_name = var.kms_key_id
  labels       = local.labels

  depends_on = [
    google_kms_crypto_key_iam_member.agents,
    google_project_service.this,
  ]
}

# Keeps dead letters until somebody replays them (`gramai replay`).
resource "google_pubsub_subscription" "dead" {
  for_each = local.topics

  project                    = var.project_id
  name                       = "${var.prefix}-${each.key}-dead"
  topic                      = google_pubsub_topic.dead[each.key].id
  labels                     = local.labels
  ack_deadline_seconds       = 60
  message_retention_duration = "${31 * 24 * 60 * 60}s"

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_subscription" "push" {
  for_each = local.pushes

  project                    = var.project_id
  name                       = "${var.prefix}-${each.key}"
  topic                      = google_pubsub_topic.this[each.value.topic].id
  filter                     = each.value.filter
  labels                     = local.labels
  ack_deadline_seconds       = 600
  message_retention_duration = "${7 * 24 * 60 * 60}s"

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead[each.value.topic].id
    max_delivery_attempts = 5
  }

  expiration_policy {
    ttl = ""
  }

  push_config {
    push_endpoint = google_cloud_run_v2_service.this[each.key].uri

    oidc_token {
      audience              = google_cloud_run_v2_service.this[each.key].uri
      service_account_email = google_service_account.this["push"].email
    }
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  depends_on = [google_cloud_run_v2_service_iam_member.push]
}

resource "google_pubsub_topic_iam_member" "storage" {
  for_each = toset([for key, value in local.notifications : value.topic])

  project = var.project_id
  topic   = google_pubsub_topic.this[each.key].name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${local.service_agents.storage}"
}

# Moving a message to the dead-letter topic takes both.
resource "google_pubsub_topic_iam_member" "dead" {
  for_each = local.topics

  project = var.project_id
  topic   = google_pubsub_topic.dead[each.key].name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${local.service_agents.pubsub}"
}

resource "google_pubsub_subscription_iam_member" "dead" {
  for_each = local.pushes

  project      = var.project_id
  subscription = google_pubsub_subscription.push[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:${local.service_agents.pubsub}"
}

# Large files are read in parts: `ingest` sends itself a message for each.
resource "google_pubsub_topic_iam_member" "ingest" {
  project = var.project_id
  topic   = google_pubsub_topic.this["ingest-requests"].name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${google_service_account.this["ingest"].email}"
}

resource "google_pubsub_topic_iam_member" "operators" {
  for_each = toset(var.operators)

  project = var.project_id
  topic   = google_pubsub_topic.this["train-requests"].name
  role    = "roles/pubsub.publisher"
  member  = each.value
}
