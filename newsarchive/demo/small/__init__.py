"""Small replicas of the other sites: what they print as they print it, without rounds of edits."""
