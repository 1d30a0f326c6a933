"""Short annual and monthly series with honest intervals: arrays in, forecasts out; no panel, no files, no drawing."""
