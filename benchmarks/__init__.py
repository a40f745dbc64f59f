"""Speed and accuracy, measured side by side in one run; each module prints JSON."""
