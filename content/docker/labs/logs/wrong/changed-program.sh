# fails: any-line
docker logs "shop-$NONCE" 2> errors.txt > /dev/null
docker run -d --name "tick-$NONCE" -v ./ticker.py:/ticker.py:ro python:3.13-slim python -u /ticker.py
sed -i 's#>> /var/log/app.log##' stubborn/app.sh
docker build -q -t "stubborn:$NONCE" stubborn
