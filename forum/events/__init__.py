"""Forum, programme, rooms, islands, rounds."""
