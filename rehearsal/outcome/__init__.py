"""What came out of a rehearsal: figures, the story behind them, and the report."""
