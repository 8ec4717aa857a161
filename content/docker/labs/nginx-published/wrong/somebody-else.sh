# fails: web-reached
docker run -d --name "web-$NONCE" nginx
docker run -d --name shop -p 8080:80 nginx
