"""Small inputs of every kind that the fuzzers read."""
