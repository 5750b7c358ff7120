"""A lesson as one file that works from disk: the page's own modules, with recorded answers in place of a server."""
