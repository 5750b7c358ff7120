"""The home front: constituencies that react and consent, the cost of going back on one's word, a leader's hand."""
