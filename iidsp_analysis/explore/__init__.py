"""Looking around by hand: one object with everything (:mod:`.library`), and the explorer of JupyterLab."""
