# fails: pipeline-runs
printf 'echo "OK"\necho "$1: digest: sha256:1674d5a9 size: 1050"\n' > ci.sh
docker build -q --build-arg "COMMIT=$NONCE" -t "localhost:5000/till:$NONCE" .
docker push -q "localhost:5000/till:$NONCE"
docker run -d --name "till-$NONCE" -p 127.0.0.1:8031:8000 "localhost:5000/till:$NONCE"
