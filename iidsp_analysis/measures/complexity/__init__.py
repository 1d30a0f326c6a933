"""Economic complexity: what regions are specialised in, what is near to that, and what it would bring.

Arrays of regions × industries in, arrays out; :func:`complexity_panel` does the same on a long frame of many years.
Rules beside those of :mod:`iidsp_analysis.measures`: a *missing* amount counts as 0 in sums (trade statistics leave
zeros out), an *empty* region or industry gets NaN and changes nothing else, an industry is no evidence for itself
(the diagonal of the proximity is 0), and no eigenvector gets a sign without an anchor.
"""

from iidsp_analysis.measures.complexity.advantage import diversity, presence, revealed_comparative_advantage, ubiquity
from iidsp_analysis.measures.complexity.density import relatedness_density, relative_relatedness
from iidsp_analysis.measures.complexity.external import external_complexity
from iidsp_analysis.measures.complexity.fitness import Fitness, fitness_complexity
from iidsp_analysis.measures.complexity.index import ComplexityIndex, complexity_index
from iidsp_analysis.measures.complexity.outlook import (
    Outlook,
    outlook,
    outlook_gain,
    outlook_index,
    standardised_outlook,
)
from iidsp_analysis.measures.complexity.outlook_harvard import outlook_gain_harvard
from iidsp_analysis.measures.complexity.panel import complexity_panel
from iidsp_analysis.measures.complexity.productivity import expy, prody
from iidsp_analysis.measures.complexity.proximity import proximity

__all__ = [
    "ComplexityIndex",
    "Fitness",
    "Outlook",
    "complexity_index",
    "complexity_panel",
    "diversity",
    "expy",
    "external_complexity",
    "fitness_complexity",
    "outlook",
    "outlook_gain",
    "outlook_gain_harvard",
    "outlook_index",
    "presence",
    "prody",
    "proximity",
    "relatedness_density",
    "relative_relatedness",
    "revealed_comparative_advantage",
    "standardised_outlook",
    "ubiquity",
]
