# report.sh
echo "tools: $(paste -sd' ' /installed/list)"
echo "notes: $(head -n 1 /app/notes.txt)"
echo "model: $(stat -c '%a %s' /app/model.bin)"
