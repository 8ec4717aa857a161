# fails: port-noted
docker run -d --name "web-$NONCE" -p 8080:80 nginx
docker run -d --name "home-$NONCE" -p 127.0.0.1:8081:80 nginx
docker run -d --name "auto-$NONCE" -P nginx
echo 8080 > port.txt
docker rm -f "old-$NONCE"
docker run -d --name "old-$NONCE" -p 9090:80 nginx
