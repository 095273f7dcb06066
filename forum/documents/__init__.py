"""Papers of the day as accessible PDFs: plain values in, bytes out."""
