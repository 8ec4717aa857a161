# fails: server-volume
docker run -d --name "db-$NONCE" --env-file db.env -v "books-$NONCE:/data" -v ./orders.sql:/docker-entrypoint-initdb.d/orders.sql:ro mysql:8.4
