#!/bin/bash
# The first start of the official mysql image, with MariaDB: users and scripts on an empty volume, no TCP before they
# are done. What the variables mean is the official image's documentation.
set -euo pipefail
data=/var/lib/mysql

say() { echo "$(date -u +%FT%TZ) [$1] [Entrypoint]: $2" >&2; }
fail() { say ERROR "$1"; exit 1; }

# The value of $1, or what the file named by ${1}_FILE holds.
setting() {
    local file="${1}_FILE"
    if [ -n "${!1:-}" ] && [ -n "${!file:-}" ]; then fail "Both $1 and $file are set (but are exclusive)"; fi
    if [ -n "${!file:-}" ]; then
        # Into a variable first: a file that cannot be read has to stop the start.
        local held; held=$(< "${!file}") || fail "$file cannot be read"
        printf %s "$held"
    else printf %s "${!1:-}"; fi
}

# Text as an SQL string; a name as an SQL name.
string() { local s=${1//\\/\\\\}; printf "'%s'" "${s//\'/\'\'}"; }
name() { printf '`%s`' "${1//\`/\`\`}"; }

users() {
    echo "DELETE FROM mysql.global_priv WHERE user = '' OR user = 'root';"
    echo "FLUSH PRIVILEGES;"
    for host in localhost %; do
        echo "CREATE USER root@'$host' IDENTIFIED BY $(string "$root_password");"
        echo "GRANT ALL ON *.* TO root@'$host' WITH GRANT OPTION;"
    done
    if [ -n "$database" ]; then echo "CREATE DATABASE IF NOT EXISTS $(name "$database");"; fi
    if [ -n "$user" ]; then
        echo "CREATE USER $(string "$user")@'%' IDENTIFIED BY $(string "$password");"
        if [ -n "$database" ]; then echo "GRANT ALL ON $(name "$database").* TO $(string "$user")@'%';"; fi
    fi
    echo "DROP DATABASE IF EXISTS test;"
}

client() { MYSQL_PWD=$root_password mariadb -uroot ${database:+--database="$database"} "$@"; }

scripts() {
    local script
    for script in /docker-entrypoint-initdb.d/*; do
        case $script in
            *.sh) say Note "running $script"; if [ -x "$script" ]; then "$script"; else . "$script"; fi ;;
            *.sql) say Note "running $script"; client < "$script" ;;
            *.sql.gz) say Note "running $script"; gunzip -c "$script" | client ;;
            */\*) ;;
            *) say Warning "ignoring $script" ;;
        esac
    done
}

first_start() {
    say Note "Initializing database files"
    mariadb-install-db --user=mysql --datadir=$data --auth-root-authentication-method=normal \
        --skip-test-db --skip-log-bin > /dev/null
    say Note "Database files initialized"
    mariadbd --skip-networking &
    local server=$!
    for _ in {1..300}; do
        if mariadb -uroot -e 'SELECT 1' > /dev/null 2>&1; then break; fi
        kill -0 $server 2> /dev/null || fail "The temporary server ended"
        sleep 0.1
    done
    users | mariadb -uroot
    scripts
    kill $server
    wait $server
    touch $data/.initialised
    say Note "MySQL init process done. Ready for start up."
}

case ${1:-} in -*) set -- mysqld "$@" ;; esac
if [ "${1:-}" != mysqld ] && [ "${1:-}" != mariadbd ]; then exec "$@"; fi
shift

if [ "$(id -u)" = 0 ]; then chown mysql:mysql $data /run/mysqld; fi
if [ -d $data/mysql ] && [ ! -e $data/.initialised ]; then
    fail "The first start on this volume was not finished. Remove the volume and start again."
fi
if [ ! -d $data/mysql ]; then
    root_password=$(setting MYSQL_ROOT_PASSWORD)
    database=$(setting MYSQL_DATABASE)
    user=$(setting MYSQL_USER)
    password=$(setting MYSQL_PASSWORD)
    if [ -z "$root_password${MYSQL_ALLOW_EMPTY_PASSWORD:-}${MYSQL_RANDOM_ROOT_PASSWORD:-}" ]; then
        fail "Database is uninitialized and password option is not specified
    You need to specify one of the following as an environment variable:
    - MYSQL_ROOT_PASSWORD
    - MYSQL_ALLOW_EMPTY_PASSWORD
    - MYSQL_RANDOM_ROOT_PASSWORD"
    fi
    if [ "$user" = root ]; then fail 'MYSQL_USER="root": root is made anyway, use MYSQL_ROOT_PASSWORD'; fi
    if [ -n "${MYSQL_RANDOM_ROOT_PASSWORD:-}" ]; then
        root_password=$(head -c 24 /dev/urandom | base64)
        say Note "GENERATED ROOT PASSWORD: $root_password"
    fi
    first_start
fi
exec mariadbd "$@"
