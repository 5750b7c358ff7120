"""Lessons: YAML and Markdown that a teacher can write, read here and told to the page."""
