"""Mesa: the model, the agents, the record of what was said. The one loop."""

from zopa.talks.model import Talks
from zopa.talks.play import Play

__all__ = ["Play", "Talks"]
