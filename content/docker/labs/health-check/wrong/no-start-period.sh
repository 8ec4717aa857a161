# fails: guest-served
sed -i 's/^CMD.*/CMD ["python", "\/app.py"]/' Dockerfile
echo 'HEALTHCHECK --interval=2s --timeout=3s --retries=2 CMD python -c "import urllib.request as u; u.urlopen(\"http://127.0.0.1:8000\", timeout=2)"' >> Dockerfile
docker build -q -t "kiosk:$NONCE" .
docker run -d --name "kiosk-$NONCE" --restart always -p 127.0.0.1:8030:8000 "kiosk:$NONCE"
sed -i 's/depends_on: .*/depends_on: {kiosk: {condition: service_healthy}}/' compose.yaml
