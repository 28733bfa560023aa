"""Expected outputs that the TypeScript implementation is held to."""
