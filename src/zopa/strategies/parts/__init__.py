"""What strategies are made of: bidding, acceptance, a model of the others, and the search for an offer."""
