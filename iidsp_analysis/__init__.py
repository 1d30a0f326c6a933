"""Manufacturing of Kazakhstan by region and industry: loaders, measures and reports."""
