"""The register of projects for readers: commands, pages, and their words."""
