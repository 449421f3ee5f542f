"""The chance that an open order misses its promise, from how long the stages of its lane took lately."""
