"""Names for the array types used everywhere. Shapes are said in each docstring; the worlds axis W comes first."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Packages = NDArray[np.int16]
"""Packages (W, K): for each cluster the cell chosen, counted from the cluster's first cell."""
