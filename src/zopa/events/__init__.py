"""What happens on dates: levels coming into force, threats announced, moved, carried out."""
