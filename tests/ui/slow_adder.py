"""A program that tells how far it is as `geo add --progress json` does, but waits between documents until it may go on.

Run by the tests: slow_adder.py FOLDER add --progress json -- WORKSPACE FILE. The number in FOLDER/may says how many
documents may be done; whoever removes it lets the program write its result. What was begun is noted in FOLDER/begun.
"""

import json
import sys
import time
from pathlib import Path


def main(folder: Path, source: Path) -> None:
    names = [json.loads(line)["id"] for line in source.read_text(encoding="utf-8").splitlines()]
    with (folder / "begun").open("a", encoding="utf-8") as begun:
        begun.write(f"{' '.join(names)}\n")
    print("a library says something", flush=True)
    may = folder / "may"
    for done, name in enumerate(names, start=1):
        while may.exists() and int(may.read_text() or 0) < done:
            time.sleep(0.01)
        failure = "is bad" if name.startswith("bad") else ""
        print(json.dumps({"done": done, "total": len(names), "name": name, "failure": failure}), flush=True)
    while may.exists():
        time.sleep(0.01)
    if "broken" in names:
        sys.exit("kharita: the disk is full")
    added = [name for name in names if not name.startswith("bad")]
    failed = [{"name": name, "reason": "is bad"} for name in names if name.startswith("bad")]
    print(json.dumps({"result": {"added": added, "failed": failed}}), flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[-1]))
