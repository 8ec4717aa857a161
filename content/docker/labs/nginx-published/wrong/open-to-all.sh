# fails: home-private
docker run -d --name "web-$NONCE" -p 8080:80 nginx
docker run -d --name "home-$NONCE" -p 8081:80 nginx
docker run -d --name "auto-$NONCE" -p 80 nginx
docker port "auto-$NONCE" 80 | head -n 1 | sed "s/.*://" > port.txt
docker rm -f "old-$NONCE"
docker run -d --name "old-$NONCE" -p 9090:80 nginx
