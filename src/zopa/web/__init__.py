"""The web: a server on this machine and one page, to play, watch, explore, learn and teach."""
