"""`python -m fuzz TARGET --seconds N --corpus DIR`: search for inputs that break a promise, guided by coverage.

What breaks one is written to DIR/found with the traceback beside it, once for each place, and the search goes on;
a crash or a hang ends it, and libFuzzer's file lies there too. Exit code 1 if anything was found, 2 if nothing can run.
"""

import argparse
import subprocess
import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from fuzz.targets import TARGETS

HANG_S = 60
"""Seconds for one input, however busy the machine is."""
MEMORY_MB = 3_000


def main() -> int:
    """Run the search in a process of its own, which a crash may end, and say what it found."""
    given = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    given.add_argument("target", choices=TARGETS)
    given.add_argument("--seconds", type=int, default=1800)
    given.add_argument("--corpus", type=Path, default=Path(".fuzz"), help="a folder that keeps what was found worth keeping")
    asked = given.parse_args()
    if find_spec("atheris") is None:
        print("fuzzing needs atheris; install it with: pip install 'reply-coach[fuzz]'")
        return 2
    target = TARGETS[asked.target]
    kept, found = asked.corpus / target.name / "kept", asked.corpus / target.name / "found"
    for folder in (kept, found):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (kept / sha256(seed).hexdigest()[:20]).write_bytes(seed[: target.longest])
    command = [sys.executable, "-m", "fuzz.search", target.name, str(found), str(kept), f"-artifact_prefix={found}/"]
    limits = [f"-max_total_time={asked.seconds}", f"-max_len={target.longest}", f"-timeout={HANG_S}", f"-rss_limit_mb={MEMORY_MB}"]
    code = subprocess.run([*command, *limits, "-print_final_stats=1"], check=False).returncode
    left = sorted(path.name for path in found.iterdir())
    print(f"{target.name}: {len(list(kept.iterdir()))} inputs kept, {len(left)} files in {found}, the search ended with {code}")
    return int(bool(left) or code != 0)


if __name__ == "__main__":
    sys.exit(main())
