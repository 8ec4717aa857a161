# fails: healthy
sed -i 's/^CMD.*/CMD ["python", "\/app.py"]/' Dockerfile
echo 'HEALTHCHECK --interval=2s --retries=2 CMD curl -f http://localhost:8000' >> Dockerfile
docker build -q -t "kiosk:$NONCE" .
