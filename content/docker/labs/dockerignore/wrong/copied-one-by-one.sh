# fails: strangers-out
printf "%s\n" "FROM busybox:1.37" "WORKDIR /app" "COPY app.sh ./" "COPY src/greet.sh src/" "COPY src/deep src/deep" > Dockerfile
docker build -q -t parcel:1.0 .
