"""SLA reports: a question, the SQL that asks it of the facts, and the answer."""
