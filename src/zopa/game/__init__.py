"""Arrays and their definitions: issues and cells, payoffs, frontier, calendar, luck, the view."""
