#!/usr/bin/env bash
# The first process of a private Docker engine, in namespaces of its own (mount, network, processes): its ports,
# containers and images meet nobody else's, and all of it ends with this process.
# $1: the engine's folder, with data/ in it. $2: the name of its control group. Says "ready" when the engine answers.
set -eu
mount --make-rprivate /
mount -t tmpfs -o mode=755 none /run
mount --bind "$1/data" /var/lib/docker
ip link set lo up
echo '{}' >"$1/daemon.json"
trap 'exit 0' TERM
dockerd --config-file "$1/daemon.json" --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$2" \
  >"$1/dockerd.log" 2>&1 &
for _ in $(seq 600); do
  curl -sf -o /dev/null --unix-socket /run/docker.sock http://engine/_ping && break
  kill -0 $! || exit 1
  sleep 0.1
done
echo ready
wait
