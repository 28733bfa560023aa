# Production. The project, the e-mail addresses and the budget are the
# company's: give them in a file of your own beside this one (docs/deploy.md).
environment = "production"

serving = {
  max_instances = 20
  min_instances = 1
}
