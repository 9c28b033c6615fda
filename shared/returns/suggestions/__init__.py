"""What kept other shoppers: suggestions from the shop's own past, told with the figures behind them."""
