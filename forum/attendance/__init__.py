"""Who came: checked in at the entrance, also from a device without a network."""
