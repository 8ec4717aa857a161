# fails: two-files
docker logs "shop-$NONCE" 2> errors.txt > /dev/null
docker run -d --name "tick-$NONCE" -v ./ticker.py:/ticker.py:ro python:3.13-slim python -u /ticker.py
sed -i '/mkdir/s#$# \&\& ln -s /dev/stdout /var/log/app.log#' stubborn/Dockerfile
docker build -q -t "stubborn:$NONCE" stubborn
printf 'services:\n  chatty:\n    image: busybox:1.37\n    command: seq 1 20000\n    logging: {options: {max-size: 20k}}\n' > compose.yaml
