# The functions: Cloud Run functions (2nd generation) on the Node runtime. This
# module owns what surrounds the code; a release (cloudbuild.yaml) puts code and
# traffic, so a plan shows neither. docs/decisions/0005-functions-on-cloud-run.md
# says why they are not google_cloudfunctions2_function.

locals {
  # Settings that every function reads (functions/env.ts).
  common_environment = {
    GOOGLE_CLOUD_PROJECT = var.project_id
    GRAMAI_BUCKET        = google_storage_bucket.this["data"].name
    GRAMAI_LOG_LEVEL     = var.log_level
    GRAMAI_MODEL_NAME    = var.serving.model_name
    GRAMAI_REGION        = var.region
    GRAMAI_TOPIC_PREFIX  = var.prefix

    OTEL_EXPORTER_OTLP_ENDPOINT = var.otlp_endpoint == null ? "" : var.otlp_endpoint
  }

  functions = {
    correct = {
      concurrency = var.serving.concurrency
      cpu         = var.serving.cpu
      environment = {
        GRAMAI_ALIAS_POLL_S      = 30
        GRAMAI_CORS_ORIGINS      = join(",", var.access.cors_origins)
        GRAMAI_FEEDBACK          = var.serving.feedback ? "on" : "off"
        GRAMAI_MAX_BODY_BYTES    = var.serving.max_body_bytes
        GRAMAI_MAX_QUEUE         = var.serving.max_queue
        GRAMAI_MAX_STREAM_CHARS  = var.serving.max_stream_chars
        GRAMAI_MAX_TEXT_CHARS    = var.serving.max_text_chars
        GRAMAI_SENTENCE_CACHE_MB = 16
        # The platform cuts an answer off at timeout_s; a stream ends by itself before.
        GRAMAI_STREAM_DEADLINE_S  = 50
        GRAMAI_THREADS_PER_WORKER = 1
        GRAMAI_WORKERS            = ceil(var.serving.cpu)
      }
      ingress       = var.access.ingress
      max_instances = var.serving.max_instances
      memory_mib    = var.serving.memory_mib
      min_instances = var.serving.min_instances
      probe         = "/readyz"
      secrets = var.access.api_keys_version == null ? {} : {
        GRAMAI_API_KEYS = {
          secret  = "api-keys"
          version = var.access.api_keys_version
        }
      }
      timeout_s = 60
    }

    evaluate = merge(local._event_function, {
      memory_mib = 2048
    })

    ingest = merge(local._event_function, {
      environment = merge(local._event_function.environment, {
        GRAMAI_INGEST_HOSTS = join(",", var.ingest_hosts)
      })
      max_instances = 10
      memory_mib    = 2048
    })

    promote = local._event_function

    train = merge(local._event_function, {
      environment = merge(
        local._event_function.environment,
        local.training_environment,
      )
    })
  }

  # A message is acknowledged only when its function has answered, so one at a
  # time per instance keeps memory to what one message needs.
  _event_function = {
    concurrency = 1
    cpu         = 1
    environment = {
      GRAMAI_PUSH_ACCOUNT = google_service_account.this["push"].email
    }
    ingress       = "INGRESS_TRAFFIC_INTERNAL_ONLY"
    max_instances = 3
    memory_mib    = 512
    min_instances = 0
    probe         = null
    secrets       = {}
    timeout_s     = 540
  }
}

resource "google_cloud_run_v2_service" "this" {
  for_each = local.functions

  project             = var.project_id
  name                = "${var.prefix}-${each.key}"
  location            = var.region
  deletion_protection = var.deletion_protection
  ingress             = each.value.ingress
  labels              = local.labels

  template {
    encryption_key                   = var.kms_key_id
    execution_environment            = "EXECUTION_ENVIRONMENT_GEN2"
    labels                           = local.labels
    max_instance_request_concurrency = each.value.concurrency
    service_account                  = google_service_account.this[each.key].email
    timeout                          = "${each.value.timeout_s}s"

    containers {
      # Serves until the first release replaces it.
      image = "us-docker.pkg.dev/cloudrun/container/hello"

      # What is empty counts as unset (functions/env.ts), so it is not shown either.
      dynamic "env" {
        for_each = {
          for name, value in merge(
            local.common_environment,
            { OTEL_SERVICE_NAME = "${var.prefix}-${each.key}" },
            each.value.environment,
          ) :
          name => value if value != ""
        }

        content {
          name  = env.key
          value = tostring(env.value)
        }
      }

      dynamic "env" {
        for_each = each.value.secrets

        content {
          name = env.key

          value_source {
            secret_key_ref {
              secret  = google_secret_manager_secret.this[env.value.secret].secret_id
              version = env.value.version
            }
          }
        }
      }

      resources {
        cpu_idle          = true
        startup_cpu_boost = true

        limits = {
          cpu    = tostring(each.value.cpu)
          memory = "${each.value.memory_mib}Mi"
        }
      }

      dynamic "startup_probe" {
        for_each = compact([each.value.probe])

        content {
          failure_threshold = 30
          period_seconds    = 2
          timeout_seconds   = 2

          http_get {
            path = startup_probe.value
          }
        }
      }
    }

    scaling {
      max_instance_count = each.value.max_instances
      min_instance_count = each.value.min_instances
    }

    dynamic "vpc_access" {
      for_each = var.network == null ? [] : [var.network]

      content {
        egress = vpc_access.value.egress

        network_interfaces {
          network    = vpc_access.value.network
          subnetwork = vpc_access.value.subnetwork
          tags       = vpc_access.value.tags
        }
      }
    }
  }

  lifecycle {
    ignore_changes = [
      annotations,
      build_config,
      client,
      client_version,
      template[0].annotations,
      template[0].containers[0].base_image_uri,
      template[0].containers[0].image,
      template[0].containers[0].name,
      template[0].containers[0].ports,
      template[0].revision,
      traffic,
    ]
  }

  depends_on = [
    google_kms_crypto_key_iam_member.agents,
    google_secret_manager_secret_iam_member.readers,
  ]
}

# Only Pub/Sub's identity calls the functions behind topics.
resource "google_cloud_run_v2_service_iam_member" "push" {
  for_each = local.pushes

  project  = var.project_id
  location = var.region
  name     = google_cloud_run_v2_service.this[each.key].name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${google_service_account.this["push"].email}"
}

# The release's smoke test calls `correct` as the build.
resource "google_cloud_run_v2_service_iam_member" "callers" {
  for_each = merge(
    { build = "serviceAccount:${google_service_account.this["build"].email}" },
    { for member in var.access.invokers : member => member },
  )

  project  = var.project_id
  location = var.region
  name     = google_cloud_run_v2_service.this["correct"].name
  role     = "roles/run.invoker"
  member   = each.value
}

# Off unless asked for; variables.tf lets it on only together with API keys.
resource "google_cloud_run_v2_service_iam_member" "public" {
  # checkov:skip=CKV_GCP_102: public only where var.access.public says so, and then every caller needs an API key
  count = var.access.public ? 1 : 0

  project  = var.project_id
  location = var.region
  name     = google_cloud_run_v2_service.this["correct"].name
  role     = "roles/run.invoker"
  member   = "allUsers"
}
