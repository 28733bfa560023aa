"""From a PyTorch checkpoint to the model version folder that is served."""
