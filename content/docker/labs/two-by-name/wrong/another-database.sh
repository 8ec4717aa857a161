# fails: second-name
docker network create "shop-$NONCE"
docker run -d --name "db-$NONCE" --network "shop-$NONCE" redis:7-alpine
docker network connect "shop-$NONCE" "cart-$NONCE"
docker run -d --name orders --network "shop-$NONCE" redis:7-alpine
