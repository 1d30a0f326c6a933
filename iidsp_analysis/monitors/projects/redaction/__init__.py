"""What of a register may be passed on: figures that give no project away."""
