"""The word list of the spelling stage, from prepared text.

    python lexicon.py --prepared PREPARED --misspellings typos.tsv.gz --out ../models/embedded/lexicon.txt
    python lexicon.py --prepared build/smoke/prepared --out build/lexicon.txt      # seconds on a CPU
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from gec.lexicon.choose import Thresholds, choose_words, read_misspellings
from gec.lexicon.count import count_words
from gec.lexicon.file import format_lexicon


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--prepared", required=True, type=Path, help="folder that prepare.py wrote")
    parser.add_argument("--misspellings", type=Path, help="gzipped list whose first column is no word; default: none")
    parser.add_argument("--out", required=True, type=Path, help="file to write")
    arguments = parser.parse_args()
    files = [path for path in sorted(arguments.prepared.glob("*.tsv")) if not path.name.endswith(".holdout.tsv")]
    misspellings = read_misspellings(arguments.misspellings) if arguments.misspellings else set()
    words = choose_words(count_words(files), misspellings, Thresholds())
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(format_lexicon(words), encoding="utf-8")
    print(json.dumps({"words": len(words), "bytes": arguments.out.stat().st_size}))


if __name__ == "__main__":
    main()
