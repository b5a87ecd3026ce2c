# shellcheck shell=bash
# Sourced by lab, get-engine and scripts/setup-machine: where the cache is, progress, locks, and packages of Debian without
# installing them. ROOT is the project's cache, CACHE the lab's part of it.
ROOT=${PULUMI_NETKIT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pulumi-netkit}
CACHE=$ROOT/lab
SELF=$(basename "$0")
unset CDPATH
umask 022  # what is fetched and built here is read by other users of a guest
die() { echo "$SELF: $*" >&2; exit 125; }
note() { echo "$SELF: $*" >&2; }
# slow LABEL LOG command...: runs it, its output in LOG, and says every 10 s that it is still at it
slow() {
  local label=$1 log=$2 from=$SECONDS next=$((SECONDS + 10)) pid; shift 2
  note "$label ..."
  "$@" >>"$log" 2>&1 9>&- & pid=$!
  while kill -0 $pid 2>/dev/null; do
    sleep 0.1; [ $SECONDS -lt $next ] && continue
    note "still $label, $((SECONDS - from)) s (log: $log)"; next=$((SECONDS + 10))
  done
  wait $pid
}
# Two callers must not fetch or build the same: the second waits here, then finds it done.
lock() {  # [FILE]
  local f=${1-$CACHE/lock}; mkdir -p "$(dirname "$f")"; exec 9>>"$f"; flock -n 9 && return
  local n=0; note "waiting for another run that is fetching or building ..."
  until flock -w 15 9; do n=$((n + 15)); note "still waiting for it, $n s"; done
}
unlock() { exec 9>&-; }
trap 'jobs -p | xargs -r kill 2>/dev/null' EXIT

# ---- fetching: a private apt state and dpkg -x, so nothing on the machine is installed or upgraded
apt_() { local c=$1; shift; APT_CONFIG=$CACHE/apt/conf "$c" "$@"; }
apt_ready() {
  local a=$CACHE/apt s main sec
  mkdir -p "$a"; exec 7>>"$a/our-lock"; flock 7
  if [ ! -s "$a/conf" ]; then
    mkdir -p "$a/lists/partial" "$a/cache/archives/partial"
    main=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -1)
    sec=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm-security' | head -1)
    [ "$main" ] && [ "$sec" ] || die "this machine's apt has no bookworm and bookworm-security sources (or no lists yet: apt-get update)"
    for s in bookworm bookworm-backports trixie-backports; do echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $main $s main"; done > "$a/list"
    for s in bookworm-security trixie-security; do echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $sec $s main"; done >> "$a/list"
    printf 'Package: *\nPin: release n=trixie*\nPin-Priority: 1\n' > "$a/pref"  # kernels only
    cat > "$a/conf.new" <<C
Dir::Etc::preferences "$a/pref";
Dir::Etc::sourcelist "$a/list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "$a/lists";
Dir::Cache "$a/cache";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
APT::Sandbox::User "root";
APT::Update::Post-Invoke-Success "";
C
    mv "$a/conf.new" "$a/conf"
  fi
  if [ ! -e "$a/stamp" ] || [ -n "$(find "$a/stamp" -mmin +1440)" ]; then
    slow "reading package lists" "$a/log" apt_ apt-get -q update || { tail -5 "$a/log" >&2; die "apt-get update failed (log: $a/log)"; }
    touch "$a/stamp"
  fi
  exec 7>&-
}
download() { cd "$1" && shift && apt_ apt-get -q download "$@"; }
get() {  # DIR package...
  local dir=$1; shift
  slow "fetching $*" "$CACHE/apt/log" download "$dir" "$@"
}
unpack() { local d; for d in "$1"/*.deb; do dpkg -x "$d" "$2" || return; done; rm -f "$1"/*.deb; }
