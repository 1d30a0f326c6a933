"""The project register under review: rules, reconciliation, priority, delay, and what changed between snapshots."""
