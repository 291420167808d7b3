"""What is wrong with the code, judged on facts: one module a rule."""
