"""AWS without its SDK, for the one function that has no time for it: reading objects of a bucket. See decision 0024."""
