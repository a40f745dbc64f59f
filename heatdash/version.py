"""The version of HeatDash: it stands here and nowhere else."""

VERSION = "0.1.0"
