# fails: weight
docker run --rm "$(docker history -q "leaky:$NONCE" | sed -n 3p)" cat /key.txt > found.txt
cat > Dockerfile <<F
FROM busybox:1.37
WORKDIR /app
COPY --chmod=600 model.bin .
COPY fetch.sh tools.txt ./
RUN sh fetch.sh
RUN rm /tmp/archive
COPY notes.txt report.sh ./
CMD ["sh", "report.sh"]
F
docker build -q -t report:neat .
