# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the Debian 13 root. Sourced by environment.sh.
# shellcheck disable=SC2154 # ./dev and environment.sh set what is not set here

# make_root ROOT KEY: makes the root, unless another ./dev makes it while we wait.
make_root () {
  local root=$1 key=$2 mirror part=$cache/part-$2
  prepare_host
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || die "no Debian mirror found: this system is too old for the libraries that Portineria needs, and" \
    "apt knows no Debian archive from which to make a Debian 13 root. Name one: PORTINERIA_MIRROR=URL ./dev …"
  mkdir -p "$cache"
  exec 9> "$cache/lock"
  flock -n 9 || { say "waiting for another ./dev that is setting up"; flock 9; }
  if [ ! -e "$root$marker" ]; then
    say "making a Debian 13 root in $root from $mirror: 500 MB to download, 2 GB on disk, once"
    rm -rf "$cache"/part-*
    mkdir "$part"
    unpack_root "$mirror" "$part" || { rm -rf "$part"; die "the Debian 13 root could not be made; see the messages above"; }
    tr -d - < /proc/sys/kernel/random/uuid > "$part/etc/machine-id"
    echo "$key" > "$part$marker"
    mv "$part" "$root"
    remove_old_roots "$root"
    say "the Debian 13 root is ready"
  fi
  exec 9>&-
}

# The root passes through a tar archive so that an ordinary user owns all of it: it can be entered and removed
# with no further rights. Work is done in /var/tmp because the mapped users cannot enter a private home.
unpack_root () {
  local mirror=$1 part=$2 mode=unshare options=()
  ! is_root || mode=root
  # Proxies and the like, which mmdebstrap does not take over from the system's apt by itself.
  mapfile -t options < <(apt-config dump | grep -iE '^Acquire::(https?|Check|Retries)[^ ]* "')
  # shellcheck disable=SC2016 # $1 is the hook's own
  TMPDIR=/var/tmp HOME=/nonexistent mmdebstrap --mode=$mode --variant=apt --format=tar \
    "${options[@]/#/--aptopt=}" --aptopt='APT::Install-Recommends "false"' --dpkgopt=force-unsafe-io \
    --include="$(debian_packages | paste -sd,)" \
    --customize-hook='for name in '"$locales"'; do chroot "$1" localedef -i $name -f UTF-8 $name.UTF-8; done' \
    "$suite" - "deb $mirror $suite main" "deb $mirror $suite-updates main" < /dev/null |
    tar -x -C "$part" --no-same-owner --exclude='./dev/*'
}

# Other checkouts may have another package list: a root goes when it is not in use and was not for a day.
remove_old_roots () {
  local lock
  find "$cache" -maxdepth 1 -name 'root-*.lock' -mtime +0 ! -path "$1.lock" | while read -r lock; do
    flock -n "$lock" rm -rf "${lock%.lock}" "$lock" || true
  done
}

# The archive that serves the running Debian release to this system's apt.
debian_mirror () (
  VERSION_CODENAME=''
  . /etc/os-release
  if [ -n "${PORTINERIA_MIRROR:-}" ]; then
    echo "$PORTINERIA_MIRROR"
  elif [ -n "$(command -v apt-get)" ]; then
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(CODENAME)|$(COMPONENT)|$(REPO_URI)' 'Created-By: Packages' |
      awk -F'|' -v codename="$VERSION_CODENAME" '$1 == "Debian" && $2 == "Debian" && $3 == codename && $4 == "main" { print $5; exit }'
  fi
)

# Installs what making and entering the root needs, or says how.
prepare_host () {
  local user commands=() missing=() pair
  [ -n "$(command -v apt-get)" ] || die "this system's libraries are too old (see DESIGN: GTK 4.18, libadwaita 1.7," \
    "GLib 2.84, libsoup 3.6, SQLite 3.46) and a Debian 13 root can be made on Debian only"
  for pair in mmdebstrap:mmdebstrap bwrap:bubblewrap newuidmap:uidmap; do
    [ -n "$(command -v "${pair%:*}")" ] || missing+=("${pair#*:}")
  done
  if [ ${#missing[@]} -gt 0 ] || [ -z "$(debian_mirror)" ]; then
    commands+=('apt-get update')
  fi
  [ ${#missing[@]} -eq 0 ] || commands+=("apt-get install --no-install-recommends -y ${missing[*]}")
  user=$(id -un)
  if ! is_root && ! grep -qs -e "^$user:" -e "^$(id -u):" /etc/subuid; then
    commands+=("$(subordinate_ids_command "$user")")
  fi
  as_administrator "${commands[@]}"
  bwrap --bind / / true || die "bubblewrap cannot make a sandbox here (its message is above): user namespaces are" \
    "switched off, or this container forbids them"
}

# The first 65536 ids that no line of subuid or subgid has.
subordinate_ids_command () {
  cat /etc/subuid /etc/subgid 2> /dev/null | awk -F: -v user="$1" '
    BEGIN { first = 100000 }
    $2 + $3 > first { first = $2 + $3 }
    END { range = first "-" first + 65535; print "usermod --add-subuids " range " --add-subgids " range " " user }'
}
