# fails: wall-higher
cat > compose.yaml <<'D'
services:
  cache: {image: "redis:7-alpine", command: redis-server --maxmemory 4mb --maxmemory-policy allkeys-lru, mem_limit: 4m}
  app: {image: "busybox:1.37", command: sleep 1d, mem_limit: 64m, cpus: 0.5, pids_limit: 50, ulimits: {nofile: 64}, tmpfs: ["/scratch:size=2m"]}
  crash: {image: "busybox:1.37", command: sh -c "exit 3", restart: "on-failure:2"}
D
