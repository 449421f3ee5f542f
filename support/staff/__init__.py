"""Who works here and what they may: members and their roles, limits, tokens of programs; each change with a reason."""
