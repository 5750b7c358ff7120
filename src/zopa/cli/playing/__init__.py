"""A seat at the table for a person: the turns, the screen, the dialogue, the ending."""
