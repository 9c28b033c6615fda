"""Reviews: what shoppers say about what they bought, and the help they ask for instead."""
