"""The word list of the spelling stage, from prepared text.

    python lexicon.py --prepared PREPARED --words words.txt --misspellings typos.tsv.gz --out lexicon.txt
    python lexicon.py --prepared build/smoke/prepared --out build/lexicon.txt      # seconds on a CPU

The embedded model's list was made with symspellpy's frequency_dictionary_en_82_765.txt (MIT; words of
SCOWL with counts of Google Books Ngrams, CC BY 3.0) and crate-ci/typos' words.csv (MIT).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from gec.lexicon.choose import Thresholds, choose_words, read_counts, read_misspellings
from gec.lexicon.count import count_words
from gec.lexicon.file import format_lexicon


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--prepared", required=True, type=Path, help="folder that prepare.py wrote")
    parser.add_argument("--misspellings", type=Path, help="gzipped list whose first column is no word; default: none")
    parser.add_argument("--words", type=Path, help="right words with counts, `word count` a line; default: none")
    parser.add_argument("--out", required=True, type=Path, help="file to write")
    arguments = parser.parse_args()
    files = [path for path in sorted(arguments.prepared.glob("*.tsv")) if not path.name.endswith(".holdout.tsv")]
    misspellings = read_misspellings(arguments.misspellings) if arguments.misspellings else set()
    listed = read_counts(arguments.words) if arguments.words else {}
    words = choose_words(count_words(files), listed, misspellings, Thresholds())
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(format_lexicon(words), encoding="utf-8")
    print(json.dumps({"words": len(words), "bytes": arguments.out.stat().st_size}))


if __name__ == "__main__":
    main()
