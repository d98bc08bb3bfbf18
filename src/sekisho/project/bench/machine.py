"""The machine that figures were measured on, in words."""

import os
import platform
from importlib.metadata import version
from pathlib import Path


def describe() -> dict[str, str]:
    """CPU, cores, memory, system and the versions that count; what can't be found out is left out."""
    facts = {
        "CPU": _line(Path("/proc/cpuinfo"), "model name") or platform.processor(),
        "Cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "Memory": _gigabytes(_line(Path("/proc/meminfo"), "MemTotal")),
        "System": _system(),
        "Python": platform.python_version(),
        "ONNX Runtime": version("onnxruntime"),
        "OpenCV": version("opencv-python-headless"),
    }
    return {name: fact for name, fact in facts.items() if fact}


def load() -> float:
    """Processes that wanted to run during the last minute, on average."""
    return os.getloadavg()[0]


def _line(path: Path, key: str) -> str:
    if not path.exists():
        return ""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _gigabytes(kilobytes: str) -> str:
    return f"{int(kilobytes.split()[0]) / 2**20:.0f} GiB" if kilobytes else ""


def _system() -> str:
    release = Path("/etc/os-release")
    if not release.exists():
        return platform.platform()
    lines = release.read_text(encoding="utf-8").splitlines()
    return next((line.partition("=")[2].strip('"') for line in lines if line.startswith("PRETTY_NAME=")), "")
