# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds on the system itself: installs the packages and locales that are missing. Sourced by environment.sh.

# shellcheck disable=SC2154 # ./dev and environment.sh set what is not set here

prepare_native () {
  local missing=() name commands=()
  mapfile -t missing < <(missing_packages)
  if [ ${#missing[@]} -gt 0 ]; then
    if [ -n "$(command -v apt-get)" ]; then
      commands+=('apt-get update' "apt-get install --no-install-recommends -y ${missing[*]}")
    else
      commands+=("dnf install -y ${missing[*]}")
    fi
  fi
  if [ -n "$(command -v apt-get)" ]; then
    for name in $locales; do
      locale -a | grep -qix "$name.utf-\?8" || commands+=("localedef -i $name -f UTF-8 $name.UTF-8")
    done
  fi
  as_administrator "${commands[@]}"
}

missing_packages () {
  if [ -n "$(command -v dpkg-query)" ]; then
    # A name counts as installed too when another package provides it.
    debian_packages | grep -vxFf <(dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides}\n' |
      sed -n 's/^installed //p' | sed 's/([^)]*)//g' | tr -s ', ' '\n') || true
  elif [ -n "$(command -v rpm)" ]; then
    fedora_packages | while read -r name; do
      rpm -q --quiet --whatprovides "$name" || echo "$name"
    done
  fi
}
