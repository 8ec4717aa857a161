set -e
cat > Dockerfile <<'D'
FROM python:3.13-slim
COPY app.py /
HEALTHCHECK --interval=2s --timeout=3s --start-period=10s --retries=2 \
  CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8000', timeout=2)"
CMD ["python", "/app.py"]
D
docker build -q -t "kiosk:$NONCE" .
docker run -d --name "kiosk-$NONCE" --restart unless-stopped -p 127.0.0.1:8030:8000 "kiosk:$NONCE"
sed -i 's/depends_on: .*/depends_on: {kiosk: {condition: service_healthy}}/' compose.yaml
docker compose up -d
