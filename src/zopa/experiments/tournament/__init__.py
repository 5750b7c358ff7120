"""Tournaments: every strategy against every other, in every scenario; each scenario is a run of its own."""
