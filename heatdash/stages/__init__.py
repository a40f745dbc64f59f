"""From a file to an answer, stage by stage; each stage's result is made once and kept."""
