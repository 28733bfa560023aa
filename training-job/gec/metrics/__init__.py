"""Scores of a corrector: GLEU, max-match F0.5, exact match, identity and recall by kind."""
