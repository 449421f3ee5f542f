"""What pages show, worked out in Python so that templates only draw: each module owns one part of a page."""
