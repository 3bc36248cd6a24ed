"""Benchmarks: `make bench` runs them all, `make bench ARGS="receive window"` some; README.md says how each measures."""
