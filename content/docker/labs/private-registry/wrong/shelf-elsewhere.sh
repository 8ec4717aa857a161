# fails: shelf
docker run -d --name "reg-$NONCE" -v "shelf-$NONCE:/data" -p 127.0.0.1:5000:5000 registry:2
sleep 1
docker tag "shop:$NONCE" localhost:5000/team/shop:1.0
docker push localhost:5000/team/shop:1.0
