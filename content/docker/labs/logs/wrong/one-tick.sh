# fails: ticks-fresh
docker logs "shop-$NONCE" 2> errors.txt > /dev/null
docker run -d --name "tick-$NONCE" python:3.13-slim sh -c "echo tick 1 \$(date +%s); exec sleep 1d"
sleep 6
