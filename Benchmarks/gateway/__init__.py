"""What recording costs a call of a published API: throughput, processor time and latency."""
