"""A seat at the table for a person, whatever the face: what may be offered, and what things are called."""
