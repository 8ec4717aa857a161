# fails: app-limits
cat > compose.yaml <<'D'
services:
  cache: {image: "redis:7-alpine"}
  app: {image: "busybox:1.37", command: sleep 1d, mem_limit: 64, cpus: 50, pids_limit: 50, ulimits: {nofile: 64}}
  crash: {image: "busybox:1.37", command: sh -c "exit 3"}
D
