"""From the results table to measures with intervals."""
