# Sourced by the scripts. `prerequisites` installs what a bare Debian 12 with Rust lacks, and only that;
# `prerequisite_deny` installs the licence checker, `prerequisite_pngquant` what makes pictures small. Cargo and Node
# programs go to one folder of the cache, which may be deleted at any time. Runs as root, or as a user who has sudo.

PREREQUISITES_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/ventanilla"
PREREQUISITES_DEBIAN=(age chromium libarchive-tools minisign p7zip-full postgresql python3
    python3-aiosmtpd strace unzip)
PATH="$PREREQUISITES_CACHE/bin:$PREREQUISITES_CACHE/node/node_modules/node/bin:$PATH"
export PATH

prerequisites() {
    local lacking=() package
    for package in "${PREREQUISITES_DEBIAN[@]}"; do
        _is_installed "$package" || lacking+=("$package")
    done
    command -v cc >/dev/null || lacking+=(build-essential)
    command -v npm >/dev/null || lacking+=(npm)
    _install_from_debian "${lacking[@]}"
    _node_is_recent || _install_node
    command -v cargo-nextest >/dev/null || _install_from_crates cargo-nextest
    _install_node_modules
}

prerequisite_pngquant() {
    command -v pngquant >/dev/null || _install_from_debian pngquant
}

prerequisite_deny() {
    command -v cargo-deny >/dev/null || _install_from_crates cargo-deny
}

_is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

_install_from_debian() {
    [ $# -gt 0 ] || return 0
    printf 'installing from Debian: %s\n' "$*" >&2
    local as_root=(env)
    [ "$(id -u)" -eq 0 ] || as_root=(sudo env)
    "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 update >/dev/null
    "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 --yes --no-install-recommends \
        -o Dpkg::Use-Pty=0 install "$@" >/dev/null
}

# Debug builds: made in a minute instead of ten, and quick enough for what they do here.
_install_from_crates() {
    printf 'installing from crates.io: %s\n' "$1" >&2
    cargo install --quiet --locked --debug --root "$PREREQUISITES_CACHE" "$1" >&2
}

# Debian 12 has Node 18; the age library in JavaScript needs 20.19.
_node_is_recent() {
    command -v node >/dev/null || return 1
    node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'
}

_install_node() {
    printf 'installing Node.js 20 from npm\n' >&2
    npm install --loglevel=error --no-save --no-fund --no-audit --prefix "$PREREQUISITES_CACHE/node" node@20 >&2
    hash -r
    _node_is_recent || {
        printf 'no Node.js of 20.19 or later could be installed: install one by hand\n' >&2
        return 1
    }
}

# The lock file is kept beside what was installed by it, so that a changed one is noticed.
_install_node_modules() {
    local folder=tests/tools
    local stamp="$folder/node_modules/.installed"
    cmp --silent "$folder/package-lock.json" "$stamp" && return 0
    npm ci --loglevel=error --no-fund --no-audit --prefix "$folder" >&2
    cp "$folder/package-lock.json" "$stamp"
}
