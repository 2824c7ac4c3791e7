"""What a careful editor would ask back: pure functions from what an issue says, and what is known, to findings."""
