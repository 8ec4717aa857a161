# fails: red-stops
cat > ci.sh <<'D'
image=localhost:5000/till:$1
docker build -q --build-arg "COMMIT=$1" -t "$image" .
docker run --rm -v ./test_till.py:/app/test_till.py:ro "$image" python -m unittest
docker push -q "$image"
D
bash ci.sh "$NONCE"
docker run -d --name "till-$NONCE" -p 127.0.0.1:8031:8000 "localhost:5000/till:$NONCE"
