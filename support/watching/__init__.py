"""Who follows an order, and who has it open at this moment."""
