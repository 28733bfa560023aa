# Production. Add who may call, who is told and the budget (docs/deploy.md).
environment = "production"

serving = {
  max_instances = 20
  min_instances = 1
}
