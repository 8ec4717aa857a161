# fails: notices
sed -i 's/^CMD.*/CMD ["python", "\/app.py"]/' Dockerfile
echo 'HEALTHCHECK --interval=2s --retries=2 CMD echo healthy' >> Dockerfile
docker build -q -t "kiosk:$NONCE" .
