"""A training run as a job: from an experiment in a store to a model version and a result there."""
