"""Clips in and out: probing, examining, decoding and encoding."""
