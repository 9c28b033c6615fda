"""Claims: a delivery that went wrong, or an article that stopped working, as its shopper reports it."""
