# Writes to a file, and can't be talked out of it.
n=0
while :; do
  n=$((n + 1))
  echo "order $n" >> /var/log/app.log
  sleep 1
done
