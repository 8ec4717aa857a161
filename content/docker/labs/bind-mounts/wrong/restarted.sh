# fails: conf-follows
docker run -d --name "web-$NONCE" -p 127.0.0.1:8080:80 -v ./site:/usr/share/nginx/html:ro nginx
docker rm -f "conf-$NONCE"
docker run -d --name "conf-$NONCE" --init -v ./settings/app.conf:/settings/app.conf busybox sleep 1d
