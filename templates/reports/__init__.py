"""Reports: pages that stand alone, with charts and the tables behind them."""
