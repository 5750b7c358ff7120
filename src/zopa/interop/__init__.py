"""Other people's formats and platforms: what is read from them and written for them."""
