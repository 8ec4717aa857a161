# A kiosk. Broken while there is a file /tmp/broken; ends with an error when asked for /crash.
import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer


class Kiosk(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/crash":
            os._exit(1)
        ok = not os.path.exists("/tmp/broken")
        self.send_response(200 if ok else 503)
        self.end_headers()
        self.wfile.write(b"open\n" if ok else b"broken\n")

    def log_message(self, *args):
        pass


def stop(*_):
    print("closing up", flush=True)
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
time.sleep(int(os.environ.get("SLOW", "0")))
HTTPServer(("", 8000), Kiosk).serve_forever()
