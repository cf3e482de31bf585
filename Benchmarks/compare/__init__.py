"""Daybook beside other engines: the same records, the same questions, one core, answers that have to be equal."""
