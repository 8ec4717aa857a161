# fails: no-secret
printf "%s\n" "FROM busybox:1.37" "WORKDIR /app" "COPY . ." "RUN rm -rf .env .git logs *.log src/*.log src/testdata" > Dockerfile
docker build -q -t parcel:1.0 .
