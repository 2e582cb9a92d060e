#!/usr/bin/env bash
# Run once, as root and with network, when Gradescope builds the image: afterwards grading needs no network, draws
# nothing and knows what every mistake of the bank answers.
set -euo pipefail
home=${AUTOGRADER_HOME:-/autograder}
source "$home/source/settings"

is_fit() {
  "$1" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null
}

find_python() {
  local candidate
  for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if is_fit "$candidate"; then
      python=$candidate
      return 0
    fi
  done
  return 1
}

if ! find_python; then
  apt-get update
  for version in 3.13 3.12 3.11; do
    if apt-get install -y "python$version" "python$version-venv"; then
      break
    fi
  done
  find_python || { echo "there is no Python 3.11 or newer; choose a newer base image" >&2; exit 1; }
fi

"$python" -m venv "$home/crosscheck"
"$home/crosscheck/bin/python" -m pip install --quiet --disable-pip-version-check "$home"/source/crosscheck-*.whl
export CROSSCHECK_CACHE=$home/crosscheck/cases
own=()
for extra in "$home"/source/properties/*; do
  [ -e "$extra" ] && own+=(--properties "$extra")
done
"$home/crosscheck/bin/crosscheck" prepare --seed "$SEED" --profile "$PROFILE" ${own[@]+"${own[@]}"}
"$home/crosscheck/bin/crosscheck" doctor
