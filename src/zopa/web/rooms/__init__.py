"""Class rooms: a code, seats for everybody who joins, one table for the teacher, and what the class made of it."""
