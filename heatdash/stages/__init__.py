"""The stages that lead from a file to an answer; each result is made once and kept."""
