# fails: outlived
ready() { until docker exec "$1" mysqladmin -h 127.0.0.1 ping >/dev/null 2>&1; do sleep 1; done; }
docker run -d --name "db-$NONCE" --env-file db.env -v "books-$NONCE:/var/lib/mysql" -v ./orders.sql:/docker-entrypoint-initdb.d/orders.sql:ro mysql:8.4
ready "db-$NONCE"
docker exec -e MYSQL_PWD="s3cret-$NONCE" "db-$NONCE" mysql shop -e "INSERT INTO orders (item) VALUES ('eggs')"
docker restart "db-$NONCE"
ready "db-$NONCE"
