# fails: web-answers
docker run -d --name "web-$NONCE" -p 80:8080 nginx
docker run -d --name "home-$NONCE" -p 127.0.0.1:8081:80 nginx
