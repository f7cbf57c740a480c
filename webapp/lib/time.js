// Pure words for times and durations. `now` is always given, so that a test can say what time it is.
const MIN = 60, HOUR = 3600, DAY = 86400;

/** 0.4 → "0.4 s", 75 → "1m 15s", 4000 → "1h 06m": at most two units, second one padded so that columns line up. */
export function duration(sec) {
  if (sec === null || sec === undefined || !Number.isFinite(sec)) return '–';
  if (sec < 10) return `${(Math.floor(sec * 10) / 10).toFixed(1)} s`;
  const n = Math.floor(sec), pad = (x) => String(x).padStart(2, '0');
  if (n < MIN) return `${n} s`;
  if (n < HOUR) return `${Math.floor(n / MIN)}m ${pad(n % MIN)}s`;
  if (n < DAY) return `${Math.floor(n / HOUR)}h ${pad(Math.floor((n % HOUR) / MIN))}m`;
  return `${Math.floor(n / DAY)}d ${pad(Math.floor((n % DAY) / HOUR))}h`;
}

/** "now", "40 s ago", "3 min ago", "in 2 h", "yesterday", "12 d ago". */
export function relative(at, now) {
  const d = Math.round((at - now) / 1000), a = Math.abs(d);
  if (a < 5) return 'now';
  const [n, u] = a < MIN
    ? [a, 's']
    : a < HOUR
    ? [Math.round(a / MIN), 'min']
    : a < DAY
    ? [Math.round(a / HOUR), 'h']
    : [Math.round(a / DAY), 'd'];
  if (u === 'd' && n === 1) return d < 0 ? 'yesterday' : 'tomorrow';
  return d < 0 ? `${n} ${u} ago` : `in ${n} ${u}`;
}

/** Local time with its zone offset, for the hover: "2026-11-20 14:02:31 +01:00". */
export function exact(at) {
  const d = new Date(at), p = (x, n = 2) => String(x).padStart(n, '0'), z = -d.getTimezoneOffset();
  return `${d.getFullYear()}-${p(d.getMonth() + 1)}-${p(d.getDate())} ${p(d.getHours())}:${p(d.getMinutes())}:${
    p(d.getSeconds())
  } ` +
    `${z < 0 ? '-' : '+'}${p(Math.floor(Math.abs(z) / 60))}:${p(Math.abs(z) % 60)}`;
}

/** 900 → "900 B", 31000 → "31 kB": decimal units, at most three digits. */
export function bytes(n) {
  if (!Number.isFinite(n)) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let k = 0;
  while (n >= 999.5 && k < units.length - 1) {
    n /= 1000;
    k++;
  }
  return `${k && n < 9.95 ? n.toFixed(1) : Math.round(n)} ${units[k]}`;
}

/** Points in time within a text, as the API writes them, in words: "waits until 2026-11-22T04:00:00.000Z" → "waits for 2 h more". */
export const plainTimes = (text, now) =>
  text.replace(/(?:\b(until|at) )?(\d{4}-\d\d-\d\dT[\d:.]+Z)/g, (all, word, time) => {
    const at = Date.parse(time);
    if (!Number.isFinite(at)) return all;
    return word === 'until' && at > now ? `for ${relative(at, now).replace(/^in /, '')} more` : relative(at, now);
  });
