# fails: ticks-fresh
docker logs "shop-$NONCE" 2> errors.txt > /dev/null
docker run -d --name "tick-$NONCE" -v ./ticker.py:/ticker.py:ro python:3.13-slim python /ticker.py
