# fetch.sh: plays a slow installer. It downloads a big archive to /tmp/archive
# and installs what tools.txt asks for into /installed.
set -e
echo "downloading ..."
sleep 2
head -c 8000000 /dev/urandom > /tmp/archive
mkdir -p /installed
cp tools.txt /installed/list
cat /proc/sys/kernel/random/uuid > /installed/stamp
