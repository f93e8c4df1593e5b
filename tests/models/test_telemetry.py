"""Reading models reports to nobody."""

import os
import subprocess
import sys


def test_the_runtime_is_told_not_to_report_before_it_is_imported() -> None:
    code = "import sys, os, coach.models; print(os.environ['ORT_DISABLE_TELEMETRY'], 'onnxruntime' in sys.modules)"
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split() == ["1", "False"]
