"""The explorer of overlaps: who shares members and themes with whom on any day, who clashes, and who should talk."""
