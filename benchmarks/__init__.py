"""Benchmarks: what Diwan takes in, answers and delivers in a second, on both databases; `python -m benchmarks`."""
