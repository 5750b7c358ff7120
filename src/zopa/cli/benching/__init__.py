"""What `zopa bench` measures: games, worlds of the flagship, theory, memory, and a peer."""
