# fails: slow-step-cached
docker run --rm "$(docker history -q "leaky:$NONCE" | sed -n 3p)" cat /key.txt > found.txt
docker build -q -t report:fat .
docker run --name flat report:fat
docker export flat | docker import --change "WORKDIR /app" --change "CMD [\"sh\", \"report.sh\"]" - report:neat
docker rm flat
