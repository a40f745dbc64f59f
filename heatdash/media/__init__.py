"""Clips in and out: probing, decoding and encoding."""
