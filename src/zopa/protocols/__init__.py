"""Who may do what in a round, and when the talks end."""
