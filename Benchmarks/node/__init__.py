"""The node beside a proxy that does nothing: throughput, latency and memory."""
