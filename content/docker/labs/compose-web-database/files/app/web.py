# GET / shows the heading and the notes, POST / adds one, DELETE / takes one away.
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from store import sql

class Page(BaseHTTPRequestHandler):
    def say(self, text, code=200):
        self.send_response(code)
        self.end_headers()
        self.wfile.write(text.encode())

    def body(self):
        return self.rfile.read(int(self.headers["Content-Length"])).decode()

    def do_GET(self):
        notes = "".join(f"{text}\n" for text, in sql("SELECT text FROM note ORDER BY id"))
        self.say(os.environ.get("HEADING", "no heading") + "\n" + notes)

    def do_POST(self):
        sql("INSERT INTO note (text) VALUES (%s)", self.body())
        self.say("noted\n")

    def do_DELETE(self):
        sql("DELETE FROM note WHERE text = %s", self.body())
        self.say("gone\n")

print("web starts", flush=True)
sql("SELECT COUNT(*) FROM note")
ThreadingHTTPServer(("", 8000), Page).serve_forever()
