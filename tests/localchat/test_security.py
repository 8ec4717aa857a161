"""Closed to the rest of the machine: key, Host, Origin, and nothing that a name, a message or a file could run."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.localchat import LocalChat, Server
from tests.localchat.raw_bot import ALEX, RawBot
from tests.localchat.test_files import picture

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
async def stranger(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who knows the address and no key."""
    async with httpx.AsyncClient(base_url=server.url) as client:
        yield client


@pytest.fixture
async def page(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """The page itself: opened with the printed address, it has the cookie and says where it is from."""
    async with httpx.AsyncClient(base_url=server.url) as client:
        assert (await client.get(server.page_url)).status_code == 200
        client.headers["Origin"] = server.url.rstrip("/")
        yield client


async def test_without_the_key_there_is_one_sentence(stranger: httpx.AsyncClient) -> None:
    for path in ("/", "/?key=wrong", "/?key="):
        answer = await stranger.get(path)
        assert answer.status_code == 403
        assert "Open the address that Pomodock printed" in answer.text
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/ui/state"),
        ("GET", "/ui/chats/1001/messages?person=1001"),
        ("GET", "/ui/events"),
        ("GET", "/ui/files/x"),
        ("POST", "/ui/chats/1001/messages"),
        ("POST", "/ui/time"),
        ("POST", "/ui/faults"),
        ("DELETE", "/ui/faults"),
        ("GET", "/%75i/state"),
        ("GET", "/ui"),
        ("GET", "/nowhere"),
    ],
)
async def test_nothing_behind_the_door_without_the_key(stranger: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await stranger.request(method, path, json={"person": ALEX, "text": "x"})
    assert answer.status_code == 403
    assert "this start's key" in answer.json()["error"]


async def test_the_cookie_is_for_the_page_only(server: Server, stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get(server.page_url)
    port = server.url.split(":")[2].strip("/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"pomodock_key_{port}=")
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {"httponly", "path=/", "samesite=strict"}


async def test_the_page_may_read_and_write(page: httpx.AsyncClient, chat: LocalChat) -> None:
    assert (await page.get("/ui/state")).status_code == 200
    answer = await page.post("/ui/chats/1001/messages", json={"person": ALEX, "text": "hello"})
    assert answer.status_code == 200
    assert chat.messages(ALEX)[-1]["text"] == "hello"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
async def test_a_foreign_origin_changes_nothing_even_with_the_cookie(
    page: httpx.AsyncClient, chat: LocalChat, origin: str
) -> None:
    body = {"person": ALEX, "text": "forged"}
    answer = await page.post("/ui/chats/1001/messages", json=body, headers={"Origin": origin})
    assert answer.status_code == 403
    assert (await page.get("/ui/state", headers={"Origin": origin})).status_code == 403
    assert chat.messages(ALEX)[-1]["text"] == "/start"


async def test_a_change_without_an_origin_needs_the_key_in_a_header(page: httpx.AsyncClient, chat: LocalChat) -> None:
    del page.headers["Origin"]
    body = {"person": ALEX, "text": "hello"}
    assert (await page.post("/ui/chats/1001/messages", json=body)).status_code == 403
    headers = {"X-Pomodock-Key": chat.page_key}
    assert (await page.post("/ui/chats/1001/messages", json=body, headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "", "localhost.evil:PORT"]
)
async def test_a_foreign_host_gets_nothing(page: httpx.AsyncClient, server: Server, chat: LocalChat, host: str) -> None:
    port = server.url.split(":")[2].strip("/")
    headers = {"Host": host.replace("PORT", port), "X-Pomodock-Key": chat.page_key}
    for path in ("/", "/ui/state", "/static/index.html", f"/bot{chat.bot_token}/getMe", f"/file/bot{chat.bot_token}/x"):
        answer = await page.get(path, headers=headers)
        assert answer.status_code in {400, 403}


async def test_localhost_by_name_is_fine(page: httpx.AsyncClient, server: Server, chat: LocalChat) -> None:
    port = server.url.split(":")[2].strip("/")
    headers = {"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}", "X-Pomodock-Key": chat.page_key}
    assert (await page.get("/ui/state", headers=headers)).status_code == 200


async def test_the_bot_api_wants_its_token_and_no_foreign_page(stranger: httpx.AsyncClient, chat: LocalChat) -> None:
    assert (await stranger.get("/bot7000000001:guessed/getMe")).status_code == 401
    assert (await stranger.get("/file/bot7000000001:guessed/documents/file_1.txt")).status_code == 401
    foreign = {"Origin": "https://evil.example"}
    assert (await stranger.get(f"/bot{chat.bot_token}/getMe", headers=foreign)).status_code == 403


async def test_every_answer_forbids_inline_script_and_framing(page: httpx.AsyncClient, server: Server) -> None:
    for path in ("/", "/static/index.html", "/ui/state", "/nowhere", "/ui/files/nothing"):
        headers = (await page.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    policy = (await page.get("/")).headers["content-security-policy"]
    assert "script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


async def test_the_page_has_no_inline_script_or_style(page: httpx.AsyncClient) -> None:
    html = (await page.get("/")).text
    assert re.search(r"<script(?![^>]*\ssrc=)", html) is None
    assert re.search(r"<style|\sstyle=|\son\w+=|javascript:", html) is None


async def test_script_in_names_and_messages_stays_text(page: httpx.AsyncClient, chat: LocalChat) -> None:
    chat.rename(ALEX, SCRIPT)
    chat.say(ALEX, ALEX, SCRIPT)
    await RawBot(chat).ok("setMyDescription", description=SCRIPT)
    for path in ("/ui/state", "/ui/chats/1001/messages?person=1001"):
        answer = await page.get(path)
        assert answer.headers["content-type"] == "application/json"
    messages = (await page.get("/ui/chats/1001/messages?person=1001")).json()["messages"]
    assert messages[-1]["text"] == SCRIPT
    assert SCRIPT not in (await page.get("/")).text


async def test_files_come_as_attachments_without_a_type(page: httpx.AsyncClient, chat: LocalChat) -> None:
    hostile = {"x.html": b"<script>alert(1)</script>", 'a"; x=\u2028.svg': b"<svg onload=alert(1)>", "学.txt": b"x"}
    for name, data in hostile.items():
        sent = chat.send_document(ALEX, ALEX, name, data)["document"]
        for query in ("", "?inline=1"):
            answer = await page.get(f"/ui/files/{sent['file_unique_id']}{query}")
            assert answer.content == data
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
            assert "sandbox" in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"


async def test_only_bytes_that_are_a_picture_are_shown(page: httpx.AsyncClient, chat: LocalChat) -> None:
    for kind in ("PNG", "JPEG", "WEBP"):
        sent = chat.send_photo(ALEX, ALEX, picture(kind))["photo"][0]
        shown = await page.get(f"/ui/files/{sent['file_unique_id']}?inline=1")
        assert shown.headers["content-type"] == f"image/{kind.lower()}"
        assert "content-disposition" not in shown.headers
        saved = await page.get(f"/ui/files/{sent['file_unique_id']}")
        assert saved.headers["content-type"] == "application/octet-stream"


async def test_a_path_out_of_the_static_folder_leads_nowhere(page: httpx.AsyncClient) -> None:
    for path in ("/static/../page.py", "/static/%2e%2e/page.py", "/static/..%2fpage.py", "/static/"):
        assert (await page.get(path)).status_code in {403, 404}


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org", "::"])
async def test_another_address_than_loopback_needs_a_flag(chat: LocalChat, host: str) -> None:
    with pytest.raises(ValueError, match="only loopback"):
        await chat.serve(host)


async def test_with_the_flag_the_address_may_be_any_ip_but_no_foreign_name(chat: LocalChat) -> None:
    server = await chat.serve("0.0.0.0", allow_remote=True)
    port = server.url.split(":")[2].strip("/")
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        key = {"X-Pomodock-Key": chat.page_key}
        for host, status in ((f"192.0.2.7:{port}", 200), (f"evil.example:{port}", 403)):
            assert (await client.get("/ui/state", headers={**key, "Host": host})).status_code == status
    await server.stop()


async def test_each_start_has_a_key_of_its_own(chat: LocalChat, server: Server) -> None:
    again = LocalChat(chat.world.store.folder, chat.world.clock)
    assert again.page_key != chat.page_key
    assert again.bot_token == chat.bot_token
    again.close()
