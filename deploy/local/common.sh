# shellcheck shell=bash
# What every script of this folder shares: where things are, how it speaks, who holds the servers.
# Sourced, never run. Everything that a script leaves behind is under $local_dir.

set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
here="$root/deploy/local"
local_dir="${SWITCHBOARD_LOCAL_DIR:-$root/.local}"
# Debian's own interpreter: a pyenv or conda in front of it would start slower and bring its own rules.
# shellcheck disable=SC2034  # used by those who source this
python=/usr/bin/python3
# shellcheck disable=SC2034
mongod="${SWITCHBOARD_MONGOD:-$local_dir/bin/mongod}"


# Progress goes to standard error, so that standard output stays the program's own.
say() { printf '==> %s\n' "$*" >&2; }
note() { printf '    %s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$1" >&2
    shift
    local line
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}

# Milliseconds since the epoch, without starting a process.
now_ms() { printf '%s\n' "$((${EPOCHREALTIME/[.,]/} / 1000))"; }

# seconds_since START_MS: "4.2"
seconds_since() {
    local tenths=$((($(now_ms) - $1) / 100))
    printf '%d.%d\n' $((tenths / 10)) $((tenths % 10))
}

# pids_marked NAME=VALUE: processes that have it in the environment they were started with. What a process starts inherits
# it, so this finds all that came of it, whatever became of a pid file, and nobody else's.
pids_marked() {
    local file
    # Environments of other users are unreadable, and processes end while we look: both are silent.
    while IFS= read -r file; do
        file="${file#/proc/}"
        printf '%s\n' "${file%/environ}"
    done < <(grep --files-with-matches --no-messages --null-data --line-regexp --fixed-strings -- \
        "$1" /proc/[0-9]*/environ || true)
}

# After a run as root the folder may be root's.
if ! mkdir -p "$local_dir"/{bin,cache,log,state} 2>/dev/null || [[ ! -w $local_dir/state ]]; then
    die "$local_dir cannot be written" "if it is another user's: sudo chown -R $(id -un) $(printf '%q' "$local_dir")"
fi

# --- Holding the servers -------------------------------------------------------------------------------------------
# Whoever uses the servers holds a shared lock on $local_dir/state/holders (descriptor 9). The kernel drops it when they end,
# however they end. Each has a keeper, which waits for the exclusive lock and then ends everything: so even `kill -9` of a
# run leaves nothing behind, and the end of a `make test` does not take the servers from a `make run` next to it.

keeper=

hold_servers() {
    exec 9>"$local_dir/state/holders"
    # Waits only while the keeper of a killed run is at work.
    flock --shared --wait 60 9 || die "what an earlier run has left behind does not end" "look at: $here/servers status"
    # In a session of its own, so that a signal to the terminal's process group does not reach it.
    setsid flock --exclusive "$local_dir/state/holders" "$here/keeper" </dev/null >/dev/null 2>&1 7>&- 9>&- &
    keeper=$!
}

# Stops the servers unless somebody else holds them. Silent, so that a program's last line stays the last.
release_servers() {
    [[ -n $keeper ]] || return 0
    # First, or it would take the lock the moment we drop it, and we would leave before it is done.
    kill "$keeper" 2>/dev/null || true
    wait "$keeper" 2>/dev/null || true
    keeper=
    exec 9>&-
    flock --exclusive --nonblock --conflict-exit-code 0 "$local_dir/state/holders" "$here/servers" stop --quiet || true
}

# Sets RABBITMQ_URL, SWITCHBOARD_RABBITMQ_MANAGEMENT_URL and MONGODB_URI, as `servers start` has written them.
load_server_addresses() {
    # shellcheck source=/dev/null
    source "$local_dir/servers.env"
}

# --- Children ------------------------------------------------------------------------------------------------------
# A child runs in a session of its own: Ctrl-C reaches it once and from us alone, as SIGTERM, and everything it leaves
# behind is found by the session. It gets SIGTERM when we are killed; then the keeper finds what is left, by the mark.

child=
child_mark="CHILD_OF_SWITCHBOARD=$local_dir"
# Services drain within ten seconds, and what they talk to stops after them.
child_stops_within_s=30
stop_asked=

start_child() {
    setsid setpriv --pdeathsig TERM -- env "$child_mark" "$@" </dev/null 7>&- 9>&- &
    child=$!
}

# The child's status, after its end and the end of all that it started. The first signal to us asks it to stop; a second
# one, or the deadline, ends it.
await_child() {
    local status=0 deadline
    while [[ -z $stop_asked ]] && is_child_alive; do
        status=0
        wait "$child" || status=$?
    done
    if [[ -n $stop_asked ]]; then
        kill -TERM "$child" 2>/dev/null || true
        deadline=$(($(now_ms) + child_stops_within_s * 1000))
        # Ctrl-C ends the sleep as well, which is no failure.
        while [[ $stop_asked == 1 ]] && is_child_alive && (($(now_ms) < deadline)); do sleep 0.05 || true; done
        ! is_child_alive || kill -KILL "$child" 2>/dev/null || true
        status=0
        wait "$child" 2>/dev/null || status=$?
    fi
    sweep "$child"
    child=
    return "$status"
}

is_child_alive() { [[ -n $child ]] && kill -0 "$child" 2>/dev/null; }

# sweep SESSION: ends whatever is left of it.
sweep() {
    local deadline
    pkill -TERM --session "$1" 2>/dev/null || return 0
    deadline=$(($(now_ms) + 3000))
    while pgrep --session "$1" >/dev/null && (($(now_ms) < deadline)); do sleep 0.05 || true; done
    pkill -KILL --session "$1" 2>/dev/null || true
}

# For a script that holds servers and runs children: nothing of it outlives it.
clean_up_at_exit() {
    trap 'on_exit' EXIT
    trap 'on_signal 130' INT
    trap 'on_signal 143' TERM HUP
}

on_signal() {
    stop_asked=$((${stop_asked:-0} + 1))
    # With a child, await_child deals with it.
    [[ -n $child ]] || exit "$1"
}

on_exit() {
    local status=$?
    # From here on nothing interrupts the cleaning up; each step of it has a deadline.
    trap '' INT TERM HUP
    if [[ -n $child ]]; then
        stop_asked=1
        await_child || true
    fi
    release_servers
    exit "$status"
}
