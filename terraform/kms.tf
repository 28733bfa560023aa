# Customer-managed encryption is optional: one key for everything that can take
# one, made and rotated by the platform team outside this module.

resource "google_kms_crypto_key_iam_member" "agents" {
  for_each = var.kms_key_id == null ? {} : local.service_agents

  crypto_key_id = var.kms_key_id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:${each.value}"
}
