"""Mutation fuzzing: pages broken or disguised at random, read again, and held to what must be true of any page."""
