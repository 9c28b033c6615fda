"""What returns tell those who choose, describe and make the goods."""
