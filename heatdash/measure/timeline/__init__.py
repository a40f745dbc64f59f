"""Measuring several clips of one camera on one clock."""
