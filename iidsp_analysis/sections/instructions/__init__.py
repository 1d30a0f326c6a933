"""The answer to each instruction of March 2018, told in three findings of the report."""
