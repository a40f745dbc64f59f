"""HeatDash: heatmaps, counts and charts from fixed-camera footage. Look once, ask many times."""

__version__ = "0.1.0"
