# One identity per function, for the job, for the pushes and for the builds.
# Grants lie beside what they open; here are those on the project and on the
# data bucket's folders. docs/security.md says why each is needed, and a test
# compares that table with this file.

locals {
  service_accounts = {
    build    = "Cloud Build: tests, builds, releases"
    correct  = "Function correct: reads the model that serves"
    evaluate = "Function evaluate: scores an ended run"
    ingest   = "Function ingest: turns files into datasets"
    job      = "Training job on Vertex AI"
    promote  = "Function promote: moves the serving alias"
    push     = "Pub/Sub: calls the functions"
    train    = "Function train: submits training jobs"
  }

  # Identity => roles on the project; `custom/…` are those below.
  project_roles = {
    build = [
      "roles/cloudbuild.builds.editor",
      "roles/iam.securityReviewer",
      "roles/logging.logWriter",
      "roles/ondemandscanning.admin",
      "roles/run.developer",
      "roles/serviceusage.serviceUsageConsumer",
      "roles/viewer",
    ]
    job     = ["roles/aiplatform.user", "roles/logging.logWriter"]
    promote = ["custom/modelRegistrar"]
    train   = ["custom/jobSubmitter"]
  }

  project_grants = merge([
    for account, roles in local.project_roles : {
      for role in roles :
      "${account}/${role}" => { account = account, role = role }
    }
  ]...)

  custom_roles = {
    jobSubmitter = {
      title = "GramAI job submitter"
      permissions = [
        "aiplatform.customJobs.cancel",
        "aiplatform.customJobs.create",
        "aiplatform.customJobs.get",
        "aiplatform.customJobs.list",
        "aiplatform.hyperparameterTuningJobs.cancel",
        "aiplatform.hyperparameterTuningJobs.create",
        "aiplatform.hyperparameterTuningJobs.get",
        "aiplatform.hyperparameterTuningJobs.list",
      ]
    }
    modelRegistrar = {
      title = "GramAI model registrar"
      permissions = [
        "aiplatform.models.get",
        "aiplatform.models.update",
        "aiplatform.models.upload",
      ]
    }
  }

  # Identities that read and list the whole data bucket.
  data_viewers = toset(["evaluate", "ingest", "job", "promote", "train"])

  # Identity => folders of the data bucket it reads; it may list names, without
  # which a file that is not there would be "forbidden" and not "not found".
  data_readers = {
    correct = ["models/"]
  }

  # Identity => folders of the data bucket it may write.
  data_writers = {
    correct  = ["feedback/", "words/"]
    evaluate = ["runs/"]
    ingest   = ["datasets/", "incoming/"]
    job      = ["models/", "runs/"]
    promote  = ["models/", "runs/"]
    train    = ["datasets/.staging/feedback/", "datasets/feedback/", "runs/"]
  }

  _bucket = "projects/_/buckets/${google_storage_bucket.this["data"].name}"

  # Identity => condition that is true inside its folders.
  reader_conditions = {
    for account, folders in local.data_readers :
    account => join(" || ", concat(
      ["resource.name == \"${local._bucket}\""],
      [for folder in folders : "resource.name.startsWith(\"${local._bucket}/objects/${folder}\")"],
    ))
  }

  writer_conditions = {
    for account, folders in local.data_writers :
    account => join(" || ", [
      for folder in folders :
      "resource.name.startsWith(\"${local._bucket}/objects/${folder}\")"
    ])
  }
}

resource "google_service_account" "this" {
  for_each = local.service_accounts

  project      = var.project_id
  account_id   = "${var.prefix}-${each.key}"
  display_name = "GramAI ${each.key}"
  description  = each.value

  depends_on = [google_project_service.this]
}

resource "google_project_iam_custom_role" "this" {
  for_each = local.custom_roles

  project     = var.project_id
  role_id     = "${replace(var.prefix, "-", "_")}_${each.key}"
  title       = each.value.title
  permissions = each.value.permissions
}

resource "google_project_iam_member" "this" {
  for_each = local.project_grants

  project = var.project_id
  member  = "serviceAccount:${google_service_account.this[each.value.account].email}"
  role = (
    startswith(each.value.role, "custom/")
    ? google_project_iam_custom_role.this[trimprefix(each.value.role, "custom/")].id
    : each.value.role
  )
}

resource "google_storage_bucket_iam_member" "data_viewers" {
  for_each = local.data_viewers

  bucket = google_storage_bucket.this["data"].name
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${google_service_account.this[each.key].email}"
}

resource "google_storage_bucket_iam_member" "data_writers" {
  for_each = local.data_writers

  bucket = google_storage_bucket.this["data"].name
  role   = "roles/storage.objectUser"
  member = "serviceAccount:${google_service_account.this[each.key].email}"

  condition {
    title      = "own-folders"
    expression = local.writer_conditions[each.key]
  }
}

resource "google_storage_bucket_iam_member" "data_readers" {
  for_each = local.data_readers

  bucket = google_storage_bucket.this["data"].name
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${google_service_account.this[each.key].email}"

  condition {
    title      = "own-folders"
    expression = local.reader_conditions[each.key]
  }
}

# What a build was made from, and its plan.
resource "google_storage_bucket_iam_member" "source" {
  bucket = google_storage_bucket.this["source"].name
  role   = "roles/storage.objectUser"
  member = "serviceAccount:${google_service_account.this["build"].email}"
}

# The state, to show what an apply would change.
resource "google_storage_bucket_iam_member" "state" {
  bucket = local.state_bucket
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${google_service_account.this["build"].email}"
}

# Who may start something that runs as somebody else.
resource "google_service_account_iam_member" "users" {
  for_each = merge(
    { "train/job" = { user = "train", as = "job" } },
    { "build/build" = { user = "build", as = "build" } },
    { for name in keys(local.functions) :
    "build/${name}" => { user = "build", as = name } },
  )

  service_account_id = google_service_account.this[each.value.as].name
  role               = "roles/iam.serviceAccountUser"
  member             = "serviceAccount:${google_service_account.this[each.value.user].email}"
}

# Pub/Sub signs the tokens of its pushes as the push identity.
resource "google_service_account_iam_member" "pubsub" {
  service_account_id = google_service_account.this["push"].name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = "serviceAccount:${local.service_agents.pubsub}"
}
