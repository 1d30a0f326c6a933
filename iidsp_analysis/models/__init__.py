"""Which industries of a region promise most: lenses, their composite, and how far its ranking can be trusted."""
