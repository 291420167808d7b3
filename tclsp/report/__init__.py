"""How a result is shown: full text, concise text, JSON, statistics."""
