variable "billing_account" {
  description = "Billing account that the budget watches, as XXXXXX-XXXXXX-XXXXXX."
  type        = string
}

variable "project_id" {
  description = "Project that everything is made in."
  type        = string
}
