"""Every registered part with its default parameters, and every way to put them together."""

import itertools

from zopa.build.names import ACCEPTANCE, MODELS, STRATEGIES, Named
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Frequency, Given
from zopa.strategies.time_dependent import TimeDependent

PARTNER = Composed(TimeDependent(1.0), TimeDependent.accepts, Given())
LEARNER = Composed(TimeDependent(2.0), TimeDependent.accepts, Frequency())


def made(named: Named) -> object:
    """The part with the parameters that the name stands for."""
    return named.part(**named.defaults)


def strategy(name: str, acceptance: str | None = None, model: str = "given") -> Composed:
    """A registered strategy; with its own acceptance rule where none is named."""
    bidding = made(STRATEGIES[name])
    rule = bidding.accepts if acceptance is None else made(ACCEPTANCE[acceptance])
    return Composed(bidding, rule, made(MODELS[model]))


DEFAULTS = {name: strategy(name) for name in STRATEGIES}
ALL = {
    f"{name}-{rule or 'own'}-{model}": strategy(name, rule, model)
    for name, rule, model in itertools.product(STRATEGIES, [None, *ACCEPTANCE], MODELS)
}
