# fails: site-at-once
docker run -d --name "web-$NONCE" -p 127.0.0.1:8080:80 nginx
docker cp site/. "web-$NONCE:/usr/share/nginx/html/"
