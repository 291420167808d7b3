"""How findings, rules, codes and answers are shown: in a terminal, as JSON, in an editor."""
