"""The charts of a report: each is written once, as an exhibit for pages, PNG, SVG and notebooks alike."""
