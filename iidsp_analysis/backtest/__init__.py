"""Whether the picks of year t would have been right in t + h: rolling origins that see nothing dated later."""
