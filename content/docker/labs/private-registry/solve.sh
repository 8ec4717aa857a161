set -e
up() { curl -s -o /dev/null --retry 20 --retry-delay 1 --retry-all-errors http://localhost:5000/v2/; }
docker run -d --name "reg-$NONCE" -v "shelf-$NONCE:/var/lib/registry" -p 127.0.0.1:5000:5000 registry:2
up
curl -s localhost:5000/v2/_catalog
curl -s "localhost:5000/v2/attic/motd-$NONCE/tags/list"
docker run --rm "localhost:5000/attic/motd-$NONCE:7" > word.txt
docker tag "shop:$NONCE" localhost:5000/team/shop:1.0
docker push localhost:5000/team/shop:1.0
docker rm -f "reg-$NONCE"
docker run -d --name "reg-$NONCE" -v "shelf-$NONCE:/var/lib/registry" -v "$PWD:/conf:ro" \
  -e REGISTRY_AUTH=htpasswd -e REGISTRY_AUTH_HTPASSWD_REALM=team -e REGISTRY_AUTH_HTPASSWD_PATH=/conf/users.htpasswd \
  -p 127.0.0.1:5000:5000 registry:2
up
echo tomato | docker login localhost:5000 -u mei --password-stdin
docker pull localhost:5000/team/shop:1.0
