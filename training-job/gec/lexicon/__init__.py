"""The list of right words, with frequencies, that the spelling stage corrects towards."""
