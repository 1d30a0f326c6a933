"""What was reached against what was planned: exports of processed goods, and the programme's indicators."""
