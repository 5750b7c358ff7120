"""Where theory says a negotiation should end: Pareto, Nash, Kalai-Smorodinsky and others."""
