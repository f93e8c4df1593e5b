"""The container and the unit, as far as they can be judged without running them."""

import configparser
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.cli_run import ROOT

UNIT = ROOT / "deploy" / "reply-coach.service"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_what_is_copied_is_there_and_all_that_is_installed() -> None:
    copied = {part for line in DOCKERFILE.splitlines() if line.startswith("COPY ") and "--from" not in line for part in line.split()[1:-1]}
    assert all((ROOT / part).exists() for part in copied)
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert {"coach", *tool["package-dir"].values()} <= copied
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}
    assert let_in == copied


def test_the_container_runs_as_nobody_and_writes_little() -> None:
    last = DOCKERFILE.rsplit("FROM ", 1)[1]
    assert "\nUSER 10001:10001\n" in last
    assert "\nHEALTHCHECK " in last
    service = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["coach"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_the_health_check_tells_ready_from_not(site: Callable[..., str], tmp_path: Path) -> None:
    (told,) = re.findall(r"HEALTHCHECK .*?CMD (\[.*?\])\n", DOCKERFILE, re.DOTALL)
    port = site(tmp_path).rsplit(":", 1)[1]

    def healthy() -> bool:
        _, *arguments = json.loads(told)
        done = subprocess.run([sys.executable, *arguments], env={"COACH_PORT": port}, capture_output=True, timeout=30, check=False)
        return done.returncode == 0

    assert not healthy()
    (tmp_path / "readyz").write_text("{}")
    assert healthy()


def test_the_unit_is_hardened() -> None:
    unit = configparser.RawConfigParser(strict=False, delimiters="=")
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(UNIT.read_text(encoding="utf-8"))
    service = dict(unit["Service"])
    assert {service[name] for name in ("DynamicUser", "NoNewPrivileges", "PrivateTmp", "MemoryDenyWriteExecute")} == {"yes"}
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze on this machine")
def test_systemd_finds_little_exposed(tmp_path: Path) -> None:
    """2.0 of 10 is what systemd calls OK; the coach needs the network and nothing more."""
    unit = tmp_path / UNIT.name
    unit.write_text(
        UNIT.read_text(encoding="utf-8").replace("/opt/reply-coach/bin/coach", shutil.which("true") or "/bin/true"), encoding="utf-8"
    )
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stdout
