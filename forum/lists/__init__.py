"""Lists of registrations: taken in from an office's file, given out as one."""
