# fails: says
cat > Dockerfile <<F
FROM python:3.13-slim
WORKDIR /app
COPY . .
EXPOSE 8000
CMD ["python", "app.py"]
F
docker build -q -t hello-web:1.0 .
docker run -d --name "hello-$NONCE" -p 8000:8000 hello-web:1.0
echo "Goodbye from $NONCE" > greeting.txt
docker build -q -t hello-web:1.0 .
docker tag hello-web:1.0 hello-web:1.1
