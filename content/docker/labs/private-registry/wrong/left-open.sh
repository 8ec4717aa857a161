# fails: asks
docker run -d --name "reg-$NONCE" -v "shelf-$NONCE:/var/lib/registry" -p 5000:5000 registry:2
curl -s -o /dev/null --retry 20 --retry-delay 1 --retry-all-errors http://localhost:5000/v2/
docker run --rm "localhost:5000/attic/motd-$NONCE:7" > word.txt
docker tag "shop:$NONCE" localhost:5000/team/shop:1.0
docker push localhost:5000/team/shop:1.0
echo tomato | docker login localhost:5000 -u mei --password-stdin
