"""What messages say: the words in the shopper's language, and the form each channel gives them."""
