// The present, as a signal that moves once a second, set by the server's clock when this machine's is off.
import { signal } from './signal.js';

let skew = 0;
export const now = () => Date.now() + skew;
export const ticking = signal(now());
/** Moves every ten seconds: for what is drawn from a time, not said. */
export const slow = signal(0);

/** Takes the time the server said an answer was made at. Headers have whole seconds: small differences mean nothing. */
export function setServerTime(at) {
  const off = at + 500 - Date.now();
  skew = Math.abs(off) < 2500 ? 0 : off;
}
export function startClock() {
  setInterval(() => {
    if (document.hidden) return;
    ticking.value = now();
    slow.value = Math.floor(now() / 10_000);
  }, 1000);
}
