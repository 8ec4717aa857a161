# fails: cart-kept
docker network create "shop-$NONCE"
docker run -d --name "db-$NONCE" --network "shop-$NONCE" redis:7-alpine
docker rm -f "cart-$NONCE"
docker run -d --name "cart-$NONCE" --network "shop-$NONCE" redis:7-alpine
