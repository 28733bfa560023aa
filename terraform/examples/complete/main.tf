# Everything turned on: own encryption key, own network, public access with API
# keys, releases from GitHub, alerts and a budget.

terraform {
  required_version = ">= 1.9"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.50"
    }
  }
}

locals {
  region = "europe-west4"
}

resource "google_kms_key_ring" "gramai" {
  project  = var.project_id
  name     = "gramai"
  location = local.region
}

resource "google_kms_crypto_key" "gramai" {
  name            = "gramai"
  key_ring        = google_kms_key_ring.gramai.id
  rotation_period = "7776000s" # 90 days

  lifecycle {
    prevent_destroy = true
  }
}

resource "google_compute_network" "gramai" {
  project                 = var.project_id
  name                    = "gramai"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "gramai" {
  # checkov:skip=CKV_GCP_76: the subnetwork has no IPv6 addresses
  project                  = var.project_id
  name                     = "gramai"
  region                   = local.region
  network                  = google_compute_network.gramai.id
  ip_cidr_range            = "10.8.0.0/24"
  private_ip_google_access = true

  log_config {
    aggregation_interval = "INTERVAL_10_MIN"
    flow_sampling        = 0.1
  }
}

# Nothing inside the network is reachable from outside it.
resource "google_compute_firewall" "deny_ingress" {
  project   = var.project_id
  name      = "gramai-deny-ingress"
  network   = google_compute_network.gramai.id
  direction = "INGRESS"
  priority  = 65534

  deny {
    protocol = "all"
  }

  source_ranges = ["0.0.0.0/0"]
}

module "gramai" {
  source = "../.."

  environment = "production"
  kms_key_id  = google_kms_crypto_key.gramai.id
  labels      = { cost-centre = "language" }
  operators   = ["group:gramai-operators@example.com"]
  prefix      = "gramai"
  project_id  = var.project_id
  region      = local.region

  access = {
    api_keys_version = "1"
    public           = true
  }

  alerts = {
    emails             = ["oncall@example.com"]
    latency_p95_ms     = 1500
    request_rate_per_s = 100
  }

  budget = {
    billing_account = var.billing_account
    currency_code   = "EUR"
    units           = 400
  }

  github = {
    approval_required      = true
    cloud_build_repository = "projects/${var.project_id}/locations/${local.region}/connections/github/repositories/gramai"
    repository             = "example/gramai"
  }

  network = {
    network    = google_compute_network.gramai.id
    subnetwork = google_compute_subnetwork.gramai.id
  }

  retraining = {
    schedule  = "0 3 * * 1"
    time_zone = "Europe/Amsterdam"
  }

  serving = {
    concurrency   = 32
    cpu           = 2
    max_instances = 20
    memory_mib    = 2048
    min_instances = 1
  }
}
