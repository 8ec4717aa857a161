// Before all else. The page is many small files, and whole only when each of them has come. A network that changes at
// that moment (Docker makes one for a container, a laptop joins another) breaks off what is on its way: then the page
// is loaded again, a few times, so that it is never left blank.

(() => {
  const KEY = "pomodock.loads";
  const MOST = 5;
  const PAUSE_MS = 300;
  let broken = false;

  const tries = (next) => {
    try {
      if (next === undefined) return Number(sessionStorage.getItem(KEY) ?? 0);
      sessionStorage.setItem(KEY, String(next));
      return next;
    } catch {
      return MOST; // nothing can be remembered: better a broken page than one that loads for ever
    }
  };

  const notice = ({ target }) => (broken ||= target instanceof Element && target.matches("script, link"));
  addEventListener("error", notice, true);
  addEventListener("load", () => {
    if (!broken) tries(0);
    else if (tries() < MOST) setTimeout(() => location.reload(), PAUSE_MS * tries(tries() + 1));
  });
})();
