"""What a scenario file may say, and reading it: pydantic models, frozen and strict; no arithmetic."""
