# fails: rebuilt
docker run -d --name kitchen python:3.13-slim sleep 1000
docker cp app.py kitchen:/
docker cp greeting.txt kitchen:/
docker commit --change "WORKDIR /" --change "CMD [\"python\", \"/app.py\"]" kitchen hello-web:1.0
docker run -d --name "hello-$NONCE" -p 8000:8000 hello-web:1.0
printf "%s\n" "FROM busybox:1.37" "ENTRYPOINT [\"echo\", \"hi\"]" "CMD [\"you\"]" > hi.Dockerfile
docker build -q -t hi:1.0 -f hi.Dockerfile .
