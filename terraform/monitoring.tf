# Alerts, dashboard and notification channels. The rules lie in
# monitoring/alerts.yaml, in Prometheus' own format, so that promtool tests the
# very queries that run here.

locals {
  alert_rules = {
    for rule in yamldecode(templatefile(
      "${path.module}/monitoring/alerts.yaml", local._alert_variables
    )).groups[0].rules :
    rule.alert => rule
  }

  _alert_variables = merge(var.alerts, {
    prefix = var.prefix
    # Runs submitted in a week, and everything that ended since.
    run_window_hours = 7 * 24 + var.alerts.run_hours
  })

  _severities = {
    critical = "CRITICAL"
    error    = "ERROR"
    warning  = "WARNING"
  }
}

resource "google_monitoring_notification_channel" "email" {
  for_each = var.alerts.emails

  project      = var.project_id
  display_name = "GramAI: ${each.value}"
  type         = "email"
  user_labels  = local.labels

  labels = {
    email_address = each.value
  }

  depends_on = [google_project_service.this]
}

resource "google_monitoring_alert_policy" "this" {
  for_each = local.alert_rules

  project               = var.project_id
  display_name          = "GramAI ${var.environment}: ${each.value.annotations.summary}"
  combiner              = "OR"
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.id]
  severity              = local._severities[each.value.labels.severity]
  user_labels           = local.labels

  alert_strategy {
    auto_close = "${24 * 60 * 60}s"
  }

  conditions {
    display_name = each.value.annotations.summary

    condition_prometheus_query_language {
      alert_rule = each.key
      # Log-based metrics exist only once their first line has been written.
      disable_metric_validation = true
      duration                  = "${try(tonumber(trimsuffix(each.value["for"], "m")), 0) * 60}s"
      evaluation_interval       = "60s"
      query                     = each.value.expr
      rule_group                = "gramai"
    }
  }

  documentation {
    content   = "${each.value.annotations.description}\n\nRunbook: ${var.runbook_base_url}/${each.value.annotations.runbook}"
    mime_type = "text/markdown"
    subject   = "GramAI ${var.environment}: ${each.value.annotations.summary}"

    links {
      display_name = "Runbook"
      url          = "${var.runbook_base_url}/${each.value.annotations.runbook}"
    }
  }

  depends_on = [google_logging_metric.this]
}

resource "google_monitoring_dashboard" "this" {
  project = var.project_id

  dashboard_json = templatefile("${path.module}/monitoring/dashboard.json", {
    environment = var.environment
    prefix      = var.prefix
  })

  depends_on = [google_logging_metric.this]
}

resource "google_billing_budget" "this" {
  count = var.budget == null ? 0 : 1

  billing_account = var.budget.billing_account
  display_name    = "GramAI ${var.environment}"

  all_updates_rule {
    monitoring_notification_channels = [for channel in google_monitoring_notification_channel.email : channel.id]
    enable_project_level_recipients  = true
  }

  amount {
    specified_amount {
      currency_code = var.budget.currency_code
      units         = tostring(var.budget.units)
    }
  }

  budget_filter {
    projects = ["projects/${data.google_project.this.number}"]
  }

  dynamic "threshold_rules" {
    for_each = local.budget_thresholds

    content {
      threshold_percent = threshold_rules.value.ratio
      spend_basis       = threshold_rules.value.basis
    }
  }
}

locals {
  budget_thresholds = [
    { basis = "CURRENT_SPEND", ratio = 0.5 },
    { basis = "CURRENT_SPEND", ratio = 0.9 },
    { basis = "CURRENT_SPEND", ratio = 1 },
    { basis = "FORECASTED_SPEND", ratio = 1 },
  ]
}
