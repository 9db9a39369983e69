# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Where ./dev builds: on the system itself when its libraries are new enough, otherwise in a Debian 13 root
# below the user's cache directory, made by mmdebstrap and entered with bubblewrap.
#
# Sourced by ./dev, which sets $top. After enter_environment returns, $environment names where we are.
# shellcheck disable=SC2154,SC2034

suite=trixie
locales='it_IT th_TH en_US'
marker=/etc/portineria-root
cache=${XDG_CACHE_HOME:-$HOME/.cache}/portineria

say () { printf 'dev: %s\n' "$*" >&2; }
die () { say "$*"; exit 1; }

is_root () { [ "$(id -u)" = 0 ]; }

# debian_packages, fedora_packages: the names in build-aux/packages, one a line.
debian_packages () { sed 's/#.*//' "$top/build-aux/packages" | awk 'NF { print $1 }'; }
fedora_packages () {
  sed 's/#.*//' "$top/build-aux/packages" |
    awk 'NF { name = NF > 1 ? $2 : $1; if (name != "-") { gsub (",", "\n", name); print name } }'
}

# enter_environment ARG…: returns where the project can be built; otherwise starts ./dev ARG… again in the root.
enter_environment () {
  local key root
  if [ -e "$marker" ]; then
    environment=$(cat "$marker")
    return
  fi
  key=$({ echo "$suite $locales"; debian_packages; } | sort | sha256sum | cut -c1-12)
  root=$cache/root-$key
  if [ ! -e "$root$marker" ] || [ -z "$(command -v bwrap)" ]; then
    if libraries_are_new_enough || distribution_is_new_enough; then
      # shellcheck source=build-aux/native.sh
      . "$top/build-aux/native.sh"
      prepare_native
      environment=native
      return
    fi
    # shellcheck source=build-aux/root.sh
    . "$top/build-aux/root.sh"
    make_root "$root" "$key"
  fi
  enter_root "$root" "$@"
}

libraries_are_new_enough () {
  [ -n "$(command -v pkg-config)" ] &&
    pkg-config --exists 'gtk4 >= 4.18' 'libadwaita-1 >= 1.7' 'glib-2.0 >= 2.84' 'libsoup-3.0 >= 3.6' 'sqlite3 >= 3.46'
}

# The first releases with those libraries; Debian's testing and unstable have no version.
distribution_is_new_enough () (
  ID='' VERSION_ID=''
  [ ! -r /etc/os-release ] || . /etc/os-release
  case $ID in
    debian) first=13 ;;
    ubuntu) first=25.04 ;;
    fedora) first=42 ;;
    *) return 1 ;;
  esac
  printf '%s\n' "$first" "${VERSION_ID:-$first}" | sort --check=quiet -V
)

# enter_root ROOT ARG…: runs ./dev ARG… in the root, with the checkout at its own path.
enter_root () {
  local root=$1 home=$cache/home runtime here=$PWD file name git_dir mounts=() variables=()
  shift
  runtime=/run/user/$(id -u)
  mkdir -p "$home"
  exec 8>> "$root.lock"
  flock -s 8
  touch "$root.lock"

  for file in /etc/passwd /etc/group /etc/hosts /etc/resolv.conf; do
    [ ! -r $file ] || mounts+=(--ro-bind "$(readlink -f "$file")" "$file")
  done
  # A worktree's repository lies elsewhere.
  git_dir=$(git -C "$top" rev-parse --path-format=absolute --git-common-dir 2> /dev/null || true)
  [ ! -d "$git_dir" ] || mounts+=(--bind "$git_dir" "$git_dir")
  mounts+=(--bind "$top" "$top" --bind "$home" "$home")

  if [ -n "${DISPLAY:-}" ]; then
    mounts+=(--ro-bind-try /tmp/.X11-unix /tmp/.X11-unix)
    mounts+=(--ro-bind-try "${XAUTHORITY:-$HOME/.Xauthority}" "$runtime/Xauthority")
    variables+=(--setenv XAUTHORITY "$runtime/Xauthority")
  fi
  if [ -n "${WAYLAND_DISPLAY:-}" ]; then
    mounts+=(--ro-bind-try "${XDG_RUNTIME_DIR:-$runtime}/$WAYLAND_DISPLAY" "$runtime/$WAYLAND_DISPLAY")
  fi

  case $here/ in "$top"/*) ;; *) here=$top ;; esac
  case ${LANG:-} in it_IT.UTF-8 | th_TH.UTF-8) ;; *) LANG=en_US.UTF-8 ;; esac
  # The caller's session, locale and library paths are not meant for the inside; the switches of our tools are.
  for name in $(compgen -e); do
    case $name in
      CI | TERM | DISPLAY | WAYLAND_DISPLAY | PTN_* | MESON_* | NINJA_* | G_* | GTK_* | GSK_* | *SAN_OPTIONS)
        variables+=(--setenv "$name" "${!name}") ;;
    esac
  done

  exec bwrap --unshare-pid --die-with-parent \
    --bind "$root" / --dev /dev --proc /proc --ro-bind-try /sys /sys --dev-bind-try /dev/dri /dev/dri \
    --tmpfs /tmp --tmpfs /var/tmp --tmpfs /run --perms 0700 --dir "$runtime" \
    "${mounts[@]}" --remount-ro / --chdir "$here" --clearenv "${variables[@]}" \
    --setenv HOME "$home" --setenv XDG_RUNTIME_DIR "$runtime" --setenv LANG "$LANG" \
    --setenv PATH /usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin \
    "$top/dev" "$@"
}

# as_administrator COMMAND…: runs the commands as root, or says which ones to run with sudo and ends.
as_administrator () {
  local command
  [ $# -gt 0 ] || return 0
  if ! is_root; then
    say "something is missing that only the administrator can add, once; nothing was changed. Run:"
    printf '  sudo %s\n' "$@" >&2
    exit 1
  fi
  for command in "$@"; do
    say "running: $command"
    # shellcheck disable=SC2086 # the commands are plain words
    DEBIAN_FRONTEND=noninteractive $command < /dev/null >&2
  done
}
