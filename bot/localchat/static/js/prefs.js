// What this browser remembers between visits. Storage may be refused: then nothing is remembered.

const PREFIX = "pomodock.";

/** What was remembered under `key`, or `fallback`. */
export function remembered(key, fallback) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key)) ?? fallback;
  } catch {
    return fallback;
  }
}

/** Remember a value that JSON can hold. */
export function remember(key, value) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // A private window without storage: the choice lasts as long as the page.
  }
}
