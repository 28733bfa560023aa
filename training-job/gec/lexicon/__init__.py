"""The list of right words, with frequencies, that the spelling stage corrects towards."""

from pathlib import Path

#: The word list that `lexicon.py` made, given to every model version that the platform trains.
ENGLISH = Path(__file__).parent / "english.txt"
