"""A program that makes a file as `geo export --progress json` does, but waits until it may go on. Run by the tests.

slow_maker.py FOLDER export --progress json -o FILE OPTION... -- WORKSPACE: it says that it has begun (a line of its
options in FOLDER/begun) and waits as long as FOLDER/may is there. What the options ask for, it does: "fail", "vanish"
(end without a file), "large" (write more than it may).
"""

import json
import sys
import time
from pathlib import Path


def main(folder: Path, arguments: list[str]) -> None:
    target = Path(arguments[arguments.index("-o") + 1])
    with (folder / "begun").open("a", encoding="utf-8") as begun:
        begun.write(f"{' '.join(arguments)}\n")
    print("a library says something", flush=True)
    print(json.dumps({"done": 0, "total": 2, "name": "reading", "failure": ""}), flush=True)
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(b"x" * (1000 if "large" not in arguments else 100_000))
    while (folder / "may").exists():
        time.sleep(0.01)
    if "fail" in arguments:
        sys.exit("kharita: the disk is full")
    if "vanish" not in arguments:
        part.replace(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
