"""What the benchmarks of the data paths have in common."""
