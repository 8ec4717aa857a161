# app.py: serves the text of greeting.txt on port 8000
import http.server
import pathlib

GREETING = pathlib.Path("greeting.txt").read_text()


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(GREETING.encode())


http.server.ThreadingHTTPServer(("0.0.0.0", 8000), Hello).serve_forever()
