"""Slow scalar definitions of what the kernels compute, short enough to check by eye."""
