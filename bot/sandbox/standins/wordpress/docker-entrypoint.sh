#!/bin/sh
# As in the official image: an empty volume gets WordPress's files on the first start.
set -e
if [ "$1" = php ] && [ ! -e /var/www/html/index.php ]; then
    echo "WordPress not found in /var/www/html - copying now..." >&2
    cp -a /usr/src/wordpress/. /var/www/html/
    echo "Complete! WordPress has been successfully copied to /var/www/html" >&2
fi
exec "$@"
