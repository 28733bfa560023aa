"""How good a corrector is, on files that a small YAML names."""
