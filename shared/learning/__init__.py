"""What history teaches: the model that promises are made with, and the proof of how well it does."""
