variable "access" {
  description = "Who may call `correct`. `invokers` are IAM members with Google identities; `public` opens it to everybody, each with an API key of the secret's version `api_keys_version`; `ingress` narrows it to internal traffic or a load balancer; pages of `cors_origins` may call it from a browser."
  type = object({
    api_keys_version = optional(string)
    cors_origins     = optional(set(string), [])
    ingress          = optional(string, "INGRESS_TRAFFIC_ALL")
    invokers         = optional(set(string), [])
    public           = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition     = !var.access.public || var.access.api_keys_version != null
    error_message = "Set access.api_keys_version to a version of the API keys' secret, please; public access without keys is not offered."
  }

  validation {
    condition     = !contains(var.access.invokers, "allUsers") && !contains(var.access.invokers, "allAuthenticatedUsers")
    error_message = "Use access.public for everybody, please; access.invokers takes single members and groups."
  }

  validation {
    condition     = can(regex("^INGRESS_TRAFFIC_(ALL|INTERNAL_ONLY|INTERNAL_LOAD_BALANCER)$", var.access.ingress))
    error_message = "Set access.ingress to INGRESS_TRAFFIC_ALL, INGRESS_TRAFFIC_INTERNAL_ONLY or INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER, please."
  }

  validation {
    condition     = var.access.api_keys_version == null || can(regex("^[1-9][0-9]*$", var.access.api_keys_version))
    error_message = "Set access.api_keys_version to a number, please: \"latest\" would change the service without a plan."
  }
}

variable "alerts" {
  description = "When somebody is told, and who. Ratios are between 0 and 1; floors keep quiet services from alerting."
  type = object({
    chars_floor_per_day  = optional(number, 100000)
    cold_starts_per_hour = optional(number, 30)
    drift_ratio          = optional(number, 0.5)
    emails               = optional(set(string), [])
    error_floor_per_s    = optional(number, 0.05)
    error_ratio          = optional(number, 0.05)
    latency_p95_ms       = optional(number, 2000)
    memory_ratio         = optional(number, 0.9)
    request_rate_per_s   = optional(number, 50)
    retraining_days      = optional(number, 14)
    run_hours            = optional(number, 24)
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for ratio in [var.alerts.error_ratio, var.alerts.memory_ratio] :
      ratio > 0 && ratio < 1
    ])
    error_message = "Set alerts.error_ratio and alerts.memory_ratio between 0 and 1, please."
  }

  validation {
    condition     = alltrue([for email in var.alerts.emails : can(regex("^[^@[:space:]]+@[^@[:space:]]+$", email))])
    error_message = "Set alerts.emails to e-mail addresses, please."
  }
}

variable "budget" {
  description = "Monthly budget that e-mails at 50, 90 and 100 per cent and when the forecast passes it; null for none. Needs billing.budgets.create on the billing account."
  type = object({
    billing_account = string
    currency_code   = optional(string, "USD")
    units           = number
  })
  default = null

  validation {
    condition     = var.budget == null || can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.budget.billing_account))
    error_message = "Set budget.billing_account as gcloud billing accounts list prints it, please: XXXXXX-XXXXXX-XXXXXX."
  }
}

variable "deletion_protection" {
  description = "Refuses to destroy buckets with objects, services and secrets. Turn it off before a destroy."
  type        = bool
  default     = true
  nullable    = false
}

variable "environment" {
  description = "Name of the environment, for labels."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.environment))
    error_message = "Use 2 to 21 lower-case letters, digits and hyphens for the environment, please."
  }
}

variable "github" {
  description = "Repository that may release here; null for none. `cloud_build_repository` is the connected repository's resource name (docs/deploy.md) and makes the trigger."
  type = object({
    approval_required      = optional(bool, false)
    branch                 = optional(string, "main")
    cloud_build_repository = optional(string)
    repository             = string
  })
  default = null

  validation {
    condition     = var.github == null || can(regex("^[[:word:].-]+/[[:word:].-]+$", var.github.repository))
    error_message = "Set github.repository as owner/name, please."
  }
}

variable "ingest_hosts" {
  description = "Hosts that ingestion may read data from over HTTPS; *.example.org stands for all below. Empty for Hugging Face's."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for host in var.ingest_hosts : can(regex("^([*][.])?[a-z0-9-]+([.][a-z0-9-]+)+$", host))])
    error_message = "Set ingest_hosts to names such as data.example.org or *.example.org, please."
  }
}

variable "kms_key_id" {
  description = "Cloud KMS key that encrypts what can be encrypted with one; null for Google's keys. In var.region."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_id == null || can(regex("^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$", var.kms_key_id))
    error_message = "Give the key's full resource name, please: projects/…/locations/…/keyRings/…/cryptoKeys/…."
  }
}

variable "labels" {
  description = "Labels of every resource that takes labels, beside app and environment."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "log_level" {
  description = "Least severe lines that the functions log."
  type        = string
  default     = "info"
  nullable    = false

  validation {
    condition     = contains(["debug", "info", "warn", "error"], var.log_level)
    error_message = "Set log_level to debug, info, warn or error, please."
  }
}

variable "network" {
  description = "Subnetwork for direct VPC egress of the functions; null for the internet's way out. Private Google access must be on."
  type = object({
    egress     = optional(string, "PRIVATE_RANGES_ONLY")
    network    = string
    subnetwork = string
    tags       = optional(list(string), [])
  })
  default = null

  validation {
    condition     = var.network == null || can(regex("^(PRIVATE_RANGES_ONLY|ALL_TRAFFIC)$", var.network.egress))
    error_message = "Set network.egress to PRIVATE_RANGES_ONLY or ALL_TRAFFIC, please."
  }
}

variable "operators" {
  description = "IAM members who may ask for training runs by publishing to the topic."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "otlp_endpoint" {
  description = "OpenTelemetry receiver (OTLP over HTTP) that the functions send a span of each request to; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.otlp_endpoint == null || can(regex("^https?://[^/]+", var.otlp_endpoint))
    error_message = "Give otlp_endpoint as an address, please, as in https://collector.example.com."
  }
}

variable "prefix" {
  description = "Start of every name. One deployment per project; the prefix tells it from others' resources."
  type        = string
  default     = "gramai"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,13}[a-z0-9]$", var.prefix))
    error_message = "Use 3 to 15 lower-case letters, digits and hyphens for the prefix, please: identities may have 30."
  }
}

variable "project_id" {
  description = "Project that everything is made in."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "Give the project's ID, please, not its name or number."
  }
}

variable "region" {
  description = "Region of everything. GPUs are looked for in further regions by the experiment."
  type        = string
  default     = "europe-west4"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "Give a region, please, as in europe-west4, not a zone."
  }
}

variable "retraining" {
  description = "The regular request for a training run: which experiment of configs/, on which dataset's newest version (skipped where there is none, or nothing new), whether on feedback as well, when (cron), and whether it is paused."
  type = object({
    dataset    = optional(string, "pairs")
    experiment = optional(string, "retrain")
    feedback   = optional(bool, false)
    paused     = optional(bool, false)
    schedule   = optional(string, "0 3 * * 1")
    time_zone  = optional(string, "Etc/UTC")
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(split(" ", var.retraining.schedule)) == 5
    error_message = "Give retraining.schedule as five cron fields, please, as in \"0 3 * * 1\"."
  }
}

variable "runbook_base_url" {
  description = "Where docs/runbooks of this repository can be read; alerts link there. No slash at the end."
  type        = string
  default     = "https://github.com/gramai/gramai/blob/main/docs/runbooks"
  nullable    = false

  validation {
    condition     = can(regex("^https://.*[^/]$", var.runbook_base_url))
    error_message = "Give runbook_base_url as an https address without a slash at the end, please."
  }
}

variable "serving" {
  description = "Size and limits of `correct`. Concurrency is requests per instance; characters are UTF-16 units; docs/deploy.md has sizes and costs. `feedback` keeps what writers who agree accept and dismiss."
  type = object({
    concurrency      = optional(number, 16)
    cpu              = optional(number, 1)
    feedback         = optional(bool, false)
    max_body_bytes   = optional(number, 1048576)
    max_instances    = optional(number, 10)
    max_queue        = optional(number, 2000)
    max_stream_chars = optional(number, 200000)
    max_text_chars   = optional(number, 50000)
    memory_mib       = optional(number, 1024)
    min_instances    = optional(number, 0)
    model_name       = optional(string, "gramai")
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains([1, 2, 4, 8], var.serving.cpu)
    error_message = "Set serving.cpu to 1, 2, 4 or 8, please."
  }

  validation {
    condition     = var.serving.memory_mib >= 512 && var.serving.memory_mib <= 32768
    error_message = "Set serving.memory_mib from 512 to 32768, please."
  }

  validation {
    condition     = var.serving.min_instances <= var.serving.max_instances
    error_message = "Set serving.min_instances to at most serving.max_instances, please."
  }
}

variable "state_bucket" {
  description = "Bucket of Terraform's state, which a release reads to show the plan; null takes the one that docs/deploy.md makes, <project>-terraform."
  type        = string
  default     = null
}

variable "wandb_key_version" {
  description = "Version of the Weights & Biases key's secret that training jobs report with; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.wandb_key_version == null || can(regex("^[1-9][0-9]*$", var.wandb_key_version))
    error_message = "Set wandb_key_version to a number, please: \"latest\" would change jobs without a plan."
  }
}
