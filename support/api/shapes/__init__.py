"""What calls answer: one file a page, each field named as in the contract, with its unit where it has one."""
