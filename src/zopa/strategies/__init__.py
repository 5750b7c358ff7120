"""Strategies: one file per family; frozen dataclasses; array functions of a view."""
