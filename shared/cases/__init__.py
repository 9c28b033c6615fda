"""Cases: returns, exchanges, claims and warranty cases, handled anywhere, as far as shoppers are told of them."""
