# Staging: everything as in production, small, and free to be destroyed.
environment         = "staging"
deletion_protection = false
log_level           = "debug"

retraining = { paused = true }

serving = { max_instances = 2 }
