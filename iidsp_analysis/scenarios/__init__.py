"""The way to a target: projections, what must grow how fast, and how often the past has seen such growth."""
