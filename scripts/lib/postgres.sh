# Sourced by the scripts. `with_postgres COMMAND...` runs a command beside a private PostgreSQL server on
# loopback and stops the server when the command ends, however it ends. The command finds in its environment
#   TEST_POSTGRES        the address of an administrator's database
#   TEST_POSTGRES_FILES  the folder with everything the server writes: data, WAL and log

with_postgres() {
    POSTGRES_FOLDER="$(mktemp -d "${TMPDIR:-/tmp}/ventanilla-postgres.XXXXXX")"
    trap _stop_postgres EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    POSTGRES_PROGRAMS="$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin | sort --version-sort | tail -n 1)"
    POSTGRES_AS=()
    if [ "$(id -u)" -eq 0 ]; then
        POSTGRES_AS=(runuser --user postgres --)
        chown postgres "$POSTGRES_FOLDER"
    fi
    _postgres initdb --auth=trust --username=postgres --encoding=UTF8 --locale=C.UTF-8 --no-sync \
        --pgdata="$POSTGRES_FOLDER/data" >"$POSTGRES_FOLDER/initdb.log" 2>&1 || {
        cat "$POSTGRES_FOLDER/initdb.log" >&2
        return 1
    }
    _start_postgres
    TEST_POSTGRES="postgres://postgres@127.0.0.1:$POSTGRES_PORT/postgres" TEST_POSTGRES_FILES="$POSTGRES_FOLDER" "$@"
}

_postgres() {
    (cd "$POSTGRES_FOLDER" && "${POSTGRES_AS[@]}" "$POSTGRES_PROGRAMS/$1" "${@:2}")
}

# Another program may take the free port first, so a few ports are tried.
_start_postgres() {
    local attempt
    for attempt in 1 2 3 4 5; do
        POSTGRES_PORT="$(_free_port)"
        if _postgres pg_ctl start --silent --wait --timeout=60 --pgdata="$POSTGRES_FOLDER/data" \
            --log="$POSTGRES_FOLDER/postgres.log" \
            --options="-c listen_addresses=127.0.0.1 -c port=$POSTGRES_PORT -c unix_socket_directories=$POSTGRES_FOLDER -c max_connections=200 -c fsync=on" \
            >/dev/null; then
            return 0
        fi
        printf 'PostgreSQL did not start (attempt %s)\n' "$attempt" >&2
    done
    cat "$POSTGRES_FOLDER/postgres.log" >&2
    return 1
}

_free_port() {
    /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

_stop_postgres() {
    if [ -f "$POSTGRES_FOLDER/data/postmaster.pid" ]; then
        _postgres pg_ctl stop --silent --mode=immediate --wait --pgdata="$POSTGRES_FOLDER/data" >/dev/null || true
    fi
    rm -rf "$POSTGRES_FOLDER"
}
