#!/bin/sh
# Run what lies in /docker-entrypoint.d, as the official image does, then become the command.
set -e
if [ "$1" = nginx ]; then
    for script in /docker-entrypoint.d/*.sh; do
        if [ -x "$script" ]; then "$script"; fi
    done
fi
exec "$@"
