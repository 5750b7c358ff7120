"""Running scenarios: blocks of worlds, on one processor or several, into a table and a folder."""
