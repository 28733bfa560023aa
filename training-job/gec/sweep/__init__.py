"""A search over an experiment's settings on this machine; its trials are jobs."""
