"""What every parcel teaches: facts kept for years, without a person in them, and the rows that a model learns from."""
