#!/usr/bin/env bash
# Every test, on a machine that has Node and nothing else yet: the trainer's tests need Python.
set -euo pipefail
apt-get update -qq
apt-get install -y -qq --no-install-recommends python3 python3-venv
npm test
