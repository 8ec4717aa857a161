set -e
ready() { until docker exec "$1" mysqladmin -h 127.0.0.1 ping >/dev/null 2>&1; do sleep 1; done; }
docker run -d --name "db-$NONCE" --env-file db.env -v "books-$NONCE:/var/lib/mysql" -v ./orders.sql:/docker-entrypoint-initdb.d/orders.sql:ro mysql:8.4
ready "db-$NONCE"
docker exec -e MYSQL_PWD="s3cret-$NONCE" "db-$NONCE" mysql shop -e "INSERT INTO orders (item) VALUES ('eggs')"
docker stop -t 60 "db-$NONCE"
docker rm "db-$NONCE"
docker run -d --name "db-$NONCE" --env-file db.env -v "books-$NONCE:/var/lib/mysql" mysql:8.4
ready "db-$NONCE"
docker exec -e MYSQL_PWD="s3cret-$NONCE" "db-$NONCE" mysql -e "ALTER USER root@localhost IDENTIFIED BY 'n3w-$NONCE', root@'%' IDENTIFIED BY 'n3w-$NONCE'"
docker exec -e MYSQL_PWD="n3w-$NONCE" "db-$NONCE" mysqldump --single-transaction shop > shop.sql
docker run -d --name "trial-$NONCE" --env-file db.env -v "trial-$NONCE:/var/lib/mysql" mysql:8.4
ready "trial-$NONCE"
docker exec -i -e MYSQL_PWD="s3cret-$NONCE" "trial-$NONCE" mysql shop < shop.sql
