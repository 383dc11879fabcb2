"""What `make bench` measures: each module one question, ours and theirs side by side in one run."""
