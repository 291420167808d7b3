"""What a file says: its bytes, positions, outline and comments."""
