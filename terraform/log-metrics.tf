# Metrics counted from the functions' log lines. `message` is the line's
# message in code (a test finds each there), `value` a number that it carries.

locals {
  log_metrics = {
    gramai_edits = {
      description = "Edits offered per request"
      message     = "request"
      service     = "correct"
      value       = "edits"
    }
    gramai_model_refused = {
      description = "Models that an instance refused to load"
      message     = "model not loaded"
      service     = "correct"
    }
    gramai_runs_ended = {
      description = "Training runs that ended, by status"
      label       = "status"
      message     = "run ended"
      service     = "evaluate"
    }
    gramai_runs_submitted = {
      description = "Training runs submitted"
      message     = "run submitted"
      service     = "train"
    }
    gramai_text_chars = {
      description = "UTF-16 units of text per request"
      message     = "request"
      service     = "correct"
      value       = "chars"
    }
  }
}

resource "google_logging_metric" "this" {
  for_each = local.log_metrics

  project     = var.project_id
  name        = each.key
  description = each.value.description

  filter = join(" AND ", compact([
    "resource.type=\"cloud_run_revision\"",
    "resource.labels.service_name=\"${var.prefix}-${each.value.service}\"",
    "jsonPayload.message=\"${each.value.message}\"",
    can(each.value.value) ? "jsonPayload.${each.value.value}>=0" : null,
  ]))

  value_extractor  = can(each.value.value) ? "EXTRACT(jsonPayload.${each.value.value})" : null
  label_extractors = can(each.value.label) ? { (each.value.label) = "EXTRACT(jsonPayload.${each.value.label})" } : null

  metric_descriptor {
    metric_kind = "DELTA"
    unit        = "1"
    value_type  = can(each.value.value) ? "DISTRIBUTION" : "INT64"

    dynamic "labels" {
      for_each = can(each.value.label) ? [each.value.label] : []

      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  depends_on = [google_project_service.this]
}
