"""What a secretariat fills in to plan."""
