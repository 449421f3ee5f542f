"""Reports that run as jobs, and reports by mail."""
