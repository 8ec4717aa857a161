# fails: answers
docker run -d --name "reg-$NONCE" -v "shelf-$NONCE:/var/lib/registry" \
  -e REGISTRY_AUTH=htpasswd -e REGISTRY_AUTH_HTPASSWD_PATH=users.htpasswd -p 5000:5000 registry:2
