"""What the integration tests share: the built program, its callers, and the server behind its node."""
