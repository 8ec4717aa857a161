# fails: site-read-only
docker run -d --name "web-$NONCE" -p 127.0.0.1:8080:80 -v ./site:/usr/share/nginx/html nginx
