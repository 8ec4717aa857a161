# fails: db-by-name
docker run -d --name "db-$NONCE" redis:7-alpine
docker network create "shop-$NONCE"
