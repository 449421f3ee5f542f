"""Problems that are taken up with a printer or a carrier."""
