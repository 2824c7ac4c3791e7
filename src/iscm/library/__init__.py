"""Publications and outcome documents as rows."""
