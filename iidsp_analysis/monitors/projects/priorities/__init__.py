"""Does a project meet the priorities: parts, score, verdict, and what other weights would say."""
