"""Every registered part with its default parameters, and enough ways to put them together that each meets each."""

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
    rule = None if acceptance is None else made(ACCEPTANCE[acceptance])
    return Composed.of(made(STRATEGIES[name]), rule, made(MODELS[model]))


DEFAULTS = {name: Composed.of(made(STRATEGIES[name])) for name in STRATEGIES}
RULES, KNOWING = [None, *ACCEPTANCE], list(MODELS)
PAIRED = {
    *((name, None, model) for name, model in itertools.product(STRATEGIES, ("given", "frequency"))),
    *((name, RULES[n % len(RULES)], KNOWING[n % len(KNOWING)]) for n, name in enumerate(STRATEGIES)),
    *itertools.product(("boulware", "micro"), RULES, KNOWING),
}
ALL = {f"{name}-{rule or 'own'}-{model}": strategy(name, rule, model) for name, rule, model in sorted(PAIRED, key=str)}
"""Every strategy with a known and a learned model and with some rule; two with every rule and every model."""
