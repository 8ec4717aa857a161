# fails: pipeline-runs
cat > ci.sh <<'D'
set -e
docker build -q --build-arg "COMMIT=$1" -t localhost:5000/till .
docker run --rm -v ./test_till.py:/app/test_till.py:ro localhost:5000/till python -m unittest
docker push -q localhost:5000/till
D
bash ci.sh "$NONCE"
docker run -d --name "till-$NONCE" -p 127.0.0.1:8031:8000 localhost:5000/till
