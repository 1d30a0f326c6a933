"""How long projects take, and how likely the open ones are to be ready in time."""
