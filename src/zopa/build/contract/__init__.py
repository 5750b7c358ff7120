"""The contract that every strategy keeps, tried by play: for our own and for anybody's."""
