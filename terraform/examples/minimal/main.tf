# The least that runs: nobody but named callers reaches `correct`, nothing costs
# money while idle.

terraform {
  required_version = ">= 1.9"
}

variable "project_id" {
  description = "Project that everything is made in."
  type        = string
}

module "gramai" {
  source = "../.."

  environment = "sandbox"
  project_id  = var.project_id
}

output "correct_command" {
  description = "Corrects a sentence; paste it into a shell."
  value       = module.gramai.correct_command
}

output "release_command" {
  description = "Builds and releases the checked-out commit; paste it into a shell."
  value       = module.gramai.release_command
}
