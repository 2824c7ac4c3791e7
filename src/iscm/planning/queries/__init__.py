"""What is planned, let out as values; and dates looked for."""
