# Read by ./scripts/run and ./scripts/test from the checkout's root: finds a Python, then makes .venv ready (setup: its option).
# Candidates are run, not just looked up: a shim on the PATH may stand for a Python that is not there.
# packages of elsewhere must not stand in for the pinned ones
unset PYTHONHOME PYTHONPATH
probe='import sys; sys.version_info[:2] in ((3, 11), (3, 12)) or sys.exit(1); print(sys.executable)'
python=
for candidate in "${RADAR_PYTHON:-python3.11}" python3.11 python3.12 python3; do
    python=$("$candidate" -I -S -c "$probe" 2>/dev/null) && [ -n "$python" ] && break
    python=
    [ -z "${RADAR_PYTHON:-}" ] || break
done
if [ -z "$python" ]; then
    if [ -n "${RADAR_PYTHON:-}" ]; then
        echo "RADAR_PYTHON ($RADAR_PYTHON) is not a working Python 3.11 or 3.12: correct it, or unset it to have one found." >&2
    else
        echo "No working Python 3.11 or 3.12 is found: install one, or name it in RADAR_PYTHON." >&2
    fi
    exit 1
fi
"$python" -I scripts/environment.py ${setup:+"$setup"} || exit $?
