# fails: same-image
cat > ci.sh <<'D'
set -e
docker build -q --build-arg "COMMIT=$1" -t "localhost:5000/till:$1" .
docker run --rm -v ./test_till.py:/app/test_till.py:ro "localhost:5000/till:$1" python -m unittest
docker push -q "localhost:5000/till:$1"
D
bash ci.sh "$NONCE"
docker build -q --no-cache --build-arg "COMMIT=$NONCE" -t till:live .
docker run -d --name "till-$NONCE" -p 127.0.0.1:8031:8000 till:live
