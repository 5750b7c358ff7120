"""Where a word in YAML becomes code: one dict of names, and compile."""
