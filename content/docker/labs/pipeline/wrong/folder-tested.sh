# fails: image-tested
cat > ci.sh <<'D'
set -e
docker build -q --build-arg "COMMIT=$1" -t "localhost:5000/till:$1" .
docker run --rm -v .:/app "localhost:5000/till:$1" python -m unittest
docker push -q "localhost:5000/till:$1"
D
bash ci.sh "$NONCE"
docker run -d --name "till-$NONCE" -p 127.0.0.1:8031:8000 "localhost:5000/till:$NONCE"
