"""Reports: the files that the staff ask for, from the words to the bytes."""
