"""Mail: posting, sending once, what SES tells, letters to printers."""
