# fails: says
cat > Dockerfile <<F
FROM python:3.13-slim
WORKDIR /app
CMD ["python", "app.py"]
F
docker build -q -t hello-web:1.0 .
docker run -d --name "hello-$NONCE" -p 8000:8000 -v "$PWD:/app" hello-web:1.0
printf "%s\n" "FROM busybox:1.37" "ENTRYPOINT [\"echo\", \"hi\"]" "CMD [\"you\"]" > hi.Dockerfile
docker build -q -t hi:1.0 -f hi.Dockerfile .
