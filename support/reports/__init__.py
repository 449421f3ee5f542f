"""Reports that people take with them: what is behind a figure, and files."""
