"""The sections of the reports: one question a module, each answering with a :class:`~iidsp_analysis.results.Result`."""
