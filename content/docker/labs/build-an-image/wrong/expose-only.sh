# fails: reached
cat > Dockerfile <<F
FROM python:3.13-slim
WORKDIR /app
COPY . .
EXPOSE 8000
CMD ["python", "app.py"]
F
docker build -q -t hello-web:1.0 .
docker run -d --name "hello-$NONCE" hello-web:1.0
echo "Goodbye from $NONCE" > greeting.txt
docker build -q -t hello-web:1.1 .
printf "%s\n" "FROM busybox:1.37" "ENTRYPOINT [\"echo\", \"hi\"]" "CMD [\"you\"]" > hi.Dockerfile
docker build -q -t hi:1.0 -f hi.Dockerfile .
